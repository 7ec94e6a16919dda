import { argumentEvidence } from './argument.ts';
import { Budget } from './budget.ts';
import { codeEvidence } from './code.ts';
import type { Index } from './input-index.ts';
import { type Script, scriptsOf } from './scripts.ts';
import { shellEvidence } from './shell.ts';
import type { StructureChange } from './source.ts';

/** A program that is about to be started. */
export interface Command {
  readonly file: string;
  /** Without the program's own name. */
  readonly args: readonly string[];
  /** What it will find on its standard input, where that is known; asked only of programs that run what they read. */
  readonly input?: () => string | undefined;
}

/**
 * Whether input changes what is run by starting a program: the script of a shell, itself or behind a wrapper (`env`, `sudo`, `xargs`),
 * the code of Node, the program, or its options. Code for other interpreters (`python -c`, `perl -e`, `awk`) is not read.
 */
export function commandEvidence({ file, args, input }: Command, index: Index): StructureChange | undefined {
  const budget = new Budget();
  const scripts = scriptsOf([file, ...args], budget.scripts, input);
  for (let i = 0; i < scripts.length; i++) {
    const { language, text } = scripts[i] as Script;
    const change = language === 'shell' ? shellEvidence(text, index, budget) : codeEvidence(text, index, budget);
    if (change) return { ...change, text: change.text ?? text };
  }
  if (budget.scripts.isUsedUp) index.reach('comparisons');
  return argumentEvidence(file, args, index, budget);
}
