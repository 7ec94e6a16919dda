import { matchesPattern, type Statement, type Value } from '@postern/app';

/** Keys that leave only a source, an account or an organisation of one's own. */
const restricting =
  /^(?:aws:(?:principalorgid|principalorgpaths|principalaccount|principalarn|sourcearn|sourceaccount|sourceowner|sourceorgid|sourceip|sourcevpc|sourcevpce|vpcsourceip|userid)|lambda:.*|kms:calleraccount|s3:dataaccesspointaccount|sourcearn|sourceaccount|principalorgid|eventsourcetoken)$/i;

/** The first of the actions that the statement allows to every principal, if it does and nothing restricts or denies it. */
export function isOpenTo(statement: Statement, all: readonly Statement[], actions: readonly string[]): string | undefined {
  if (statement.effect !== 'Allow') return undefined;
  if (!statement.principals.some(({ kind }) => kind === 'any') && statement.notPrincipals.length === 0) return undefined;
  if (isRestricted(statement.condition)) return undefined;
  const covered = (each: Statement, action: string): boolean =>
    each.notActions.length > 0
      ? !each.notActions.some(({ text }) => matchesPattern(text, action))
      : each.actions.some(({ text }) => matchesPattern(text, action));
  const isDenied = (action: string): boolean =>
    all.some(
      (each) => each.effect === 'Deny' && !each.condition && each.principals.some(({ kind }) => kind === 'any') && covered(each, action),
    );
  return actions.find((action) => covered(statement, action) && !isDenied(action));
}

/** A condition by which not everyone is let in. One that is not understood is taken at its word. */
export function isRestricted(condition: Value | undefined): boolean {
  if (!condition) return false;
  if (condition.kind !== 'map') return true;
  for (const { name, value } of condition.members.values()) {
    if (restricting.test(name)) return true;
    // "not equal" leaves everyone else in.
    if (value.kind === 'map' && !/not/i.test(name)) for (const key of value.members.keys()) if (restricting.test(key)) return true;
  }
  return false;
}
