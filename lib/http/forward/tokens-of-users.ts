import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import type { Actor } from "#lib/services/context.ts";
import { isRoosts } from "#lib/services/netbird/change-netbird-users.ts";
import { handlers } from "../handlers.ts";
import type { Served } from "../pipeline.ts";

/** What the pipeline gives a handler of these operations. */
type Given = { actor: Actor; params: { userId: string } };

/** Terraform would take a 404 for a deleted access token of a user of NetBird, and make it again. */
async function refusalFor(input: object, error: unknown): Promise<unknown> {
  if (!isProblem(error) || error.problem !== "not_found") return error;
  const { actor, params } = input as Given;
  if (await isRoosts(actor.accountId, params.userId)) return error;
  return new Problem("forbidden", "access tokens of NetBird's users are managed at NetBird");
}

/** Roost's own handler, which refuses (403) users that it does not have. */
function ofRoosts({ before, run }: Served["handler"]): Served["handler"] {
  const orRefuse =
    <T>(step: (input: object) => Promise<T>) =>
    async (input: object): Promise<T> => {
      try {
        return await step(input);
      } catch (error) {
        throw await refusalFor(input, error);
      }
    };
  return { ...(before && { before: orRefuse(before) }), run: orRefuse(run) };
}

const PATHS = /^\/api\/users\/\{userId\}\/tokens(\/|$)/;

/** The handlers of access tokens of a user, with a NetBird server behind Roost. */
export const tokensInFront: { [Id in OperationId]?: Served["handler"] } = Object.fromEntries(
  (Object.entries(operations) as [OperationId, Operation][])
    .filter(([, { path }]) => PATHS.test(path))
    .map(([id]) => [id, ofRoosts(handlers[id] as Served["handler"])]),
);
