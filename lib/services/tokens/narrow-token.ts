import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { serviceIn } from "#lib/contract/protected-services.ts";
import { toWireToken } from "#lib/contract/to-wire.ts";
import type { TokenView } from "#lib/contract/views.ts";
import type { Tx } from "#lib/db/database.ts";
import { type Networks, networksIn, networksWithin } from "#lib/policy/networks.ts";
import { isWithin, type Scopes, scopesIn, storedScopes } from "#lib/policy/scopes.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { servicesToName } from "../protected-services/services-to-name.ts";
import type { UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { tokenMeta } from "./create-token.ts";
import { findChangeable, type TokenPlace } from "./find-changeable.ts";
import { assertKnownScopes } from "./known-scopes.ts";
import { type TokenRow, toTokenView } from "./token-row.ts";

type Narrower = OperationInput<"tokens.narrow">["body"];
/** The stored limits of a token. */
type Limits = Pick<TokenRow, "scopes" | "allowedNetworks">;

/**
 * Takes scopes or networks from a token, from its next request on; 422 for one that is not within
 * its present ones. The same ones again leave no event. Nothing gives them back.
 */
export function narrowToken(
  actor: Actor,
  place: TokenPlace,
  { scopes, allowed_networks }: Narrower,
): Promise<TokenView> {
  assertKnownScopes(scopes ?? []);
  return writeAs(actor, async (tx, present) => {
    const { owner, token } = await findChangeable(tx, present, place);
    if (scopes) {
      const held = scopesIn(token.scopes);
      assertScopesWithin(scopes, held, await servicesToName(tx, present, owner, held));
    }
    if (allowed_networks) assertNetworksWithin(allowed_networks, networksIn(token.allowedNetworks));
    const limits = {
      scopes: scopes ? storedScopes(scopes) : token.scopes,
      allowedNetworks: allowed_networks?.join(" ") ?? token.allowedNetworks,
    };
    await narrow(tx, present, { owner, token, limits });
    await rememberResult(tx, present, token.id);
    const view = await toTokenView(tx, { ...token, ...limits });
    assertClaims(present, toWireToken(view));
    return view;
  });
}

type Narrowed = { owner: UserRow; token: TokenRow; limits: Limits };

async function narrow(tx: Tx, actor: Actor, { owner, token, limits }: Narrowed): Promise<void> {
  const changed = {
    ...changeOf("scopes", scopeWords(token.scopes), scopeWords(limits.scopes)),
    ...changeOf(
      "allowed_networks",
      token.allowedNetworks ?? "any",
      limits.allowedNetworks ?? "any",
    ),
  };
  if (Object.keys(changed).length === 0) return;
  await tx.token.update({ where: { id: token.id }, data: limits });
  await recordEvent(tx, actor, {
    code: "personal.access.token.narrow",
    targetId: owner.id,
    meta: { ...tokenMeta(owner, token), ...changed },
  });
}

/** The meta of a changed field, with its value before. */
const changeOf = (name: string, before: string, after: string): Record<string, string> =>
  before === after ? {} : { [`${name}_before`]: before, [name]: after };

/** No scopes and an empty list differ in the audit log too. */
function scopeWords(stored: string | null): string {
  if (stored === null) return "the whole role";
  return stored === "" ? "nothing" : stored;
}

function assertNetworksWithin(wanted: readonly string[], present: Networks): void {
  if (networksWithin(wanted, present)) return;
  const message = "allowed_networks must be within the networks of the token";
  throw invalid("allowed_networks", message);
}

/** A protected service is no part of a whole role: narrowing a token never opens one to it. */
function assertScopesWithin(
  wanted: readonly string[],
  present: Scopes,
  services: readonly string[],
): void {
  const isKept = (scope: string) =>
    serviceIn(scope) === undefined
      ? isWithin([scope], present)
      : present?.includes(scope) || services.includes(scope);
  const errors = wanted.flatMap((scope, at) => {
    if (isKept(scope)) return [];
    return [
      {
        path: `scopes.${at}`,
        message: `scopes.${at} is not within the scopes of the token: create another token for it`,
      },
    ];
  });
  const [first] = errors;
  if (first) throw new Problem("validation_failed", first.message, { errors });
}
