import { readFile } from 'node:fs/promises';
import { PosternError } from '@postern/core';
import type { Addresses } from './fakes.ts';
import type { Effect, ScenarioContext } from './scenario.ts';

const excerptLength = 200;

/** A file exists, wherever the function's process wrote it; `contains` must be in it. */
export function fileWritten(name: string, path: (context: ScenarioContext) => string, contains = ''): Effect {
  return {
    name,
    async judge(context) {
      const file = path(context);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text?.includes(contains) ? `${file}: ${text.slice(0, excerptLength)}` : undefined;
    },
  };
}

/** The answer to the caller contains a value that must not leave the function. */
export function valueAnswered(name: string, value: string | RegExp): Effect {
  return {
    name,
    async judge(_context, { payload }) {
      const at = typeof value === 'string' ? payload.indexOf(value) : payload.search(value);
      return at < 0 ? undefined : payload.slice(at, at + excerptLength);
    },
  };
}

export interface Question {
  readonly url: string;
  readonly method?: string;
  readonly body?: string;
}

/** A fake's door for the judge answers something that shows it: a request that arrived, a row that is there. */
export function answerShows(
  name: string,
  question: (context: ScenarioContext) => Question,
  shows: (answer: string) => string | boolean | undefined,
): Effect {
  return {
    name,
    async judge(context) {
      const { url, method = 'GET', body } = question(context);
      const response = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${url} answers ${response.status}: ${text.slice(0, excerptLength)}`);
      const shown = shows(text);
      return typeof shown === 'string' ? shown.slice(0, excerptLength) : shown ? text.slice(0, excerptLength) : undefined;
    },
  };
}

/** A text or number of a fake's address. */
export function addressOf(addresses: Addresses, fake: string, field: string): string {
  const value = addresses[fake]?.[field];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new PosternError('PSTN_SCENARIO', { scenario: fake, problem: `the fake "${fake}" did not print "${field}"` });
}
