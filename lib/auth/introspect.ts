import { settings } from "#lib/config/settings.ts";
import type { OperationAnswer, OperationInput } from "#lib/contract/operations.ts";
import { isProblem } from "#lib/contract/problem.ts";
import type { Actor } from "#lib/services/context.ts";
import { describeOwner } from "#lib/services/introspection/describe-owner.ts";
import { assertCanBegin } from "#lib/services/policy.ts";
import { verifyToken } from "./verify-token.ts";

const INACTIVE = { active: false } as const;

/** The refusals of a token; another problem, such as a busy server, says nothing of it. */
const REFUSALS = ["unauthenticated", "forbidden", "rate_limited"];

/**
 * Whether a token works, with its owner and scopes (RFC 7662). Every other token of the account, or
 * text that is none, is inactive and nothing else. The check is no use of the token, but a pending
 * secret becomes current: its holder has it. Wrong secrets count for the caller.
 */
export async function introspect(
  actor: Actor,
  { token, ip }: OperationInput<"introspection.check">["body"],
): Promise<OperationAnswer<"introspection.check">> {
  assertCanBegin(actor, "introspection.check");
  const { origin, credential } = actor;
  const from = { ...origin, address: ip ?? "unknown", isForwarded: ip === undefined };
  const { accountId } = actor;
  const asked = { askedBy: { name: `${credential.kind} ${credential.id}`, accountId } };
  try {
    return await activeAnswer(await verifyToken(token, from, asked));
  } catch (error) {
    if (isProblem(error) && REFUSALS.includes(error.problem)) return INACTIVE;
    throw error;
  }
}

async function activeAnswer(holder: Actor): Promise<OperationAnswer<"introspection.check">> {
  const { userId, name, role, isServiceUser, scopes, expiresAt, credential } = holder;
  const { createdAt, groups } = await describeOwner(userId, credential.id);
  const seconds = (time: Date) => Math.floor(time.getTime() / 1000);
  return {
    active: true,
    scope: scopes === null ? "all" : scopes.join(" "),
    ...{ client_id: userId, username: name, sub: userId, token_type: "Bearer" },
    ...(expiresAt === null ? {} : { exp: seconds(expiresAt) }),
    ...{ iat: seconds(createdAt), jti: credential.id, iss: settings().publicUrl },
    ...{ roost_role: role, roost_groups: groups, roost_service_user: isServiceUser },
  };
}
