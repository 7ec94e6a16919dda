import { Budget } from './budget.ts';
import { correlate } from './correlate.ts';
import { isField, isWordOfValue } from './field.ts';
import type { Index } from './input-index.ts';
import { isAnchored } from './insertion.ts';
import { isOption } from './shell.ts';
import type { Match, StructureChange } from './source.ts';

/**
 * Whether input changes what a program started without a shell does: it chooses the program, or an argument becomes an option that the
 * caller did not write. `args` may or may not begin with the program's own name. Code that a shell
 * or Node is given is for `commandEvidence`. An argument that is a word, a sentence or a number changes nothing, whatever characters are in it.
 */
export function argumentEvidence(
  file: string,
  args: readonly string[],
  index: Index,
  budget: Budget = new Budget(),
): StructureChange | undefined {
  if (file.includes('/')) {
    // A bare name (`convert`, `git`) is in many events by chance; a path to a program is not.
    const chosen = correlate(file, index, budget).matches.find(
      (match) => match.whole && match.span[0] === 0 && match.span[1] === file.length,
    );
    if (chosen) return { match: chosen, span: chosen.span, reason: `chooses the program ${file}`, class: 'cmdi', text: file };
  }
  let optionsEnded = false;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (typeof argument !== 'string') continue;
    if (optionsEnded || argument.charCodeAt(0) !== 0x2d) continue;
    if (argument === '--') optionsEnded = true;
    // One letter after one dash is in any argument list, and in many events.
    else if (argument.length > 2 && (isOption(argument) || (isAttached(argument) && !takesText.test(args[i - 1] ?? '')))) {
      const match = optionFromInput(argument, index, budget);
      if (match) return { match, span: match.span, reason: `adds the option ${argument}`, class: 'cmdi', text: argument };
    }
  }
  return undefined;
}

/** Options whose value people write. */
const takesText = /^(?:-m|--(?:message|title|body|subject|text|comment|description|note))$/;

/** A value with blanks behind a letter, as `tar -Itouch x` takes it; only where no shell splits it. */
function isAttached(argument: string): boolean {
  return /^-[A-Za-z]\w{0,100}\s+\S/.test(argument);
}

function isFrom(argument: string, match: Match): boolean {
  if (isAnchored(match)) return match.whole || match.span[1] === argument.length;
  // A word from between others: options alone are in many a text by chance, those with a value of their own are not.
  return match.span[1] === argument.length && /[^\w-]/.test(argument) && (isField(match) || isWordOfValue(match));
}

/** The option's name must come from the input: `--file=` with input behind it is the program's own option. */
function optionFromInput(argument: string, index: Index, budget: Budget): Match | undefined {
  const { matches, isComplete } = correlate(argument, index, budget);
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i] as Match;
    if (match.span[0] === 0 && match.span[1] > 1 && isFrom(argument, match)) return match;
  }
  if (!isComplete) index.reach('comparisons');
  return undefined;
}
