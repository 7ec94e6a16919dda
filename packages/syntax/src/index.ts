export { formatSourceProblem, type SourceProblem } from './problem.ts';
