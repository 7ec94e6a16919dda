/** A question with a name, asked of the table `events`. */
export interface Question {
  readonly name: string;
  /** What it answers, as the person on call would ask it. */
  readonly title: string;
  readonly sql: string;
}
