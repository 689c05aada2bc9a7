import type { z } from "zod";
import { isProblem, Problem, type ProblemCode } from "#lib/contract/problem.ts";
import { ask } from "#lib/netbird/ask.ts";
import { classifyError } from "#lib/netbird/classify.ts";
import { connection } from "#lib/netbird/connection.ts";
import { isUpstreamFailure } from "#lib/netbird/upstream-failure.ts";
import type { UpstreamNeed } from "#lib/policy/upstream-role.ts";
import type { Actor } from "../context.ts";
import { upstreamFor } from "./upstream-for.ts";

/** Whether there is a NetBird server behind Roost. */
export const hasNetBird = (): boolean => connection() !== undefined;

/** A page waits for it. */
const READ_MS = 10_000;

type Wanted<T> = {
  /** From `/api`, without parameters. */
  path: string;
  need: UpstreamNeed;
  schema: z.ZodType<T>;
  maxBytes?: number;
};

/**
 * Reads something of the NetBird server as the actor's service user there; once more if it refuses
 * that user's token. The caller checks the actor's right. Throws a Problem or an UpstreamFailure.
 */
export async function readAs<T>(
  actor: Actor,
  { path, need, schema, maxBytes }: Wanted<T>,
): Promise<T> {
  const through = connection();
  if (through === undefined) throw new Error("there is no NetBird server");
  const signal = AbortSignal.timeout(READ_MS);
  const once = async () => {
    const { credential, forget } = await upstreamFor(through, actor, { need, changes: false });
    const question = { method: "GET", path, signal, ...(maxBytes ? { maxBytes } : {}) } as const;
    const { status, body } = await ask(credential, question, through);
    const error = status < 300 ? undefined : classifyError({ status, body, path });
    if (error?.class === "credential") forget?.();
    return { body, error, again: error?.class === "credential" && forget !== undefined };
  };
  let { body, error, again } = await once();
  if (again) ({ body, error } = await once());
  if (error) throw new Problem("bad_gateway", error.message);
  const read = schema.safeParse(body);
  if (!read.success) throw new Problem("bad_gateway", "NetBird's answer cannot be read");
  return read.data;
}

/** What was read of the NetBird server, or why it could not be read, in words. */
export type OrFailure<T> = { value: T } | { failure: string };

const EXPECTED: readonly ProblemCode[] = ["bad_gateway", "unavailable"];

/** For pages, which show the failure of a read in place of what was read. */
export async function orFailure<T>(reading: Promise<T>): Promise<OrFailure<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (isUpstreamFailure(error) && error.kind === "aborted")
      return { failure: "NetBird did not answer in time" };
    const isExpected =
      isUpstreamFailure(error) || (isProblem(error) && EXPECTED.includes(error.problem));
    if (!isExpected) throw error;
    return { failure: error.message };
  }
}
