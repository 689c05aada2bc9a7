import { problemOfNetBird } from "#lib/services/netbird/problem-of-netbird.ts";

/** The problem of a request that NetBird did not answer; other errors stay as they are. */
export const upstreamProblem = (error: unknown, changes: boolean): unknown =>
  problemOfNetBird(error, { changes }) ?? error;
