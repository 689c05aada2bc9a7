import { noCredential, tokenOf } from "#lib/auth/authorization.ts";
import { verifyToken } from "#lib/auth/verify-token.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { openingOf, SERVICE_SLUG } from "#lib/contract/protected-services.ts";
import type { HeaderFamily } from "#lib/contract/service-choices.ts";
import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import type { Actor, Origin } from "#lib/services/context.ts";
import { assertCanOpen } from "#lib/services/policy.ts";
import { findServiceFor } from "#lib/services/protected-services/find-protected-service.ts";
import { wantsBasic } from "#lib/services/protected-services/wants-basic.ts";
import { countRefusal, countUse } from "#lib/services/usage/count-uses.ts";
import type { ApiResponse } from "./api-request.ts";
import { identityHeaders } from "./identity-headers.ts";
import { takeFromLimit } from "./rate-limit.ts";
import { failWith } from "./respond.ts";

/** What a trusted proxy asks: whether a request to a protected service may pass. */
export type ForwardAuthQuestion = {
  /** Of the service, as the path has it. */
  slug: string;
  authorization: string | undefined;
  /** The method of the request in these headers, if they name exactly one. */
  methodIn: (family: HeaderFamily) => string | undefined;
  origin: Origin;
};

/**
 * The answer to a proxy: 200 with the identity of the token's owner, or the refusal. Only the token
 * in the header counts, never a cookie. Decided from what is stored at this request. Never rejects.
 */
export async function answerQuestion(question: ForwardAuthQuestion): Promise<ApiResponse> {
  try {
    const identity = await openService(question);
    return { status: 200, headers: { "cache-control": "no-store", ...identity }, body: null };
  } catch (error) {
    return challenged(question, failWith(error, question.origin));
  }
}

async function openService(question: ForwardAuthQuestion): Promise<Record<string, string>> {
  const { slug, authorization, origin } = question;
  if (authorization === undefined) throw noCredential();
  const actor = await verifyToken(tokenOf(authorization, { basic: true }), origin);
  const { service, groups } = await findServiceFor(actor, slug);
  const calledAt = new Date();
  if (service !== null) countUse(actor, operationOf(service), calledAt);
  const { refusal } = takeFromLimit(actor.credential, actor.userId);
  if (refusal) throw refusal;
  if (service === null) throw new Problem("forbidden", "unknown protected service");
  assertOpen(service, actor, groups, question.methodIn(service.headers), calledAt);
  return identityHeaders(actor, groups);
}

/** Names the request in a token's usage. */
const operationOf = ({ slug }: ProtectedServiceView): string => openingOf(slug);

function assertOpen(
  service: ProtectedServiceView,
  actor: Actor,
  groups: readonly { id: string }[],
  method: string | undefined,
  calledAt: Date,
): void {
  const { scopes, role } = actor;
  try {
    assertCanOpen(service, { scopes, role, groups: groups.map(({ id }) => id), method });
  } catch (error) {
    if (isProblem(error)) countRefusal(actor, operationOf(service), calledAt);
    throw error;
  }
}

/** Clients such as docker and git send a password only if they are asked for Basic. */
async function challenged(
  { slug, origin }: ForwardAuthQuestion,
  refused: ApiResponse,
): Promise<ApiResponse> {
  if (refused.status !== 401 || !SERVICE_SLUG.test(slug)) return refused;
  try {
    if (!(await wantsBasic(slug))) return refused;
  } catch (error) {
    return failWith(error, origin);
  }
  return {
    ...refused,
    headers: { ...refused.headers, "www-authenticate": `Basic realm="${slug}"` },
  };
}
