/** How a copy reports to its caller: single lines, and the progress of a part of the work. */
export type Report = {
  say(line: string): void;
  progress<T>(
    name: string,
    total: number,
    work: (done: (count: number) => void) => Promise<T>,
  ): Promise<T>;
};
