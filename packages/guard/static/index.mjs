// One instance, whichever way it is loaded.
import guardModule from './guard.cjs';

export const { guard, version } = guardModule;
