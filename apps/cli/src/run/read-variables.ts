import { PosternError, printable } from '@postern/core';

/** The option that says what a variable would say. */
const options: Readonly<Record<string, string>> = { POSTERN_MODE: '--mode', POSTERN_POLICY: '--policy' };

/** The variables of `--env KEY=VALUE`. Those that decide about the guard are refused: they would make it something else than what was asked for. */
export function readVariables(pairs: readonly string[]): Readonly<Record<string, string>> {
  const variables: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(equals, 0));
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw usage(`--env "${printable(pair)}" is not KEY=VALUE.`);
    if (name.startsWith('POSTERN_')) {
      const option = options[name];
      throw usage(`--env ${name}: this variable is set by postern run.${option === undefined ? '' : ` Use ${option}.`}`);
    }
    if (name === 'NODE_OPTIONS')
      throw usage('--env NODE_OPTIONS: this variable loads the guard here. Use --register for another build of it, --mode off for none.');
    variables[name] = pair.slice(equals + 1);
  }
  return variables;
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
