/** Wraps a handler: its events are inspected, and what it does is watched. Answers it untouched where the guard is off. */
export declare function guard<Handler extends (...args: never[]) => unknown>(handler: Handler): Handler;
export declare const version: string;
