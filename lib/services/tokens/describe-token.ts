import { toWireToken } from "#lib/contract/to-wire.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { writeAs } from "../write-as.ts";
import { tokenMeta } from "./create-token.ts";
import { findChangeable, type TokenPlace } from "./find-changeable.ts";
import { toTokenView } from "./token-row.ts";

/** Changes a token's description, empty for none; the same one again leaves no event. */
export function describeToken(
  actor: Actor,
  place: TokenPlace,
  description: string,
): Promise<TokenView> {
  return writeAs(actor, async (tx, present) => {
    const { owner, token } = await findChangeable(tx, present, place);
    if (description !== token.description) {
      await tx.token.update({ where: { id: token.id }, data: { description } });
      await recordEvent(tx, present, {
        code: "personal.access.token.describe",
        targetId: owner.id,
        meta: { ...tokenMeta(owner, token), before: token.description, after: description },
      });
    }
    await rememberResult(tx, present, token.id);
    const view = await toTokenView(tx, { ...token, description });
    assertClaims(present, toWireToken(view));
    return view;
  });
}
