import type { TokenView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { boolean, preparedRead, text, time } from "#lib/db/prepared.ts";
import { liveSecretsOf } from "./live-secrets.ts";
import { tokenNotFound, tokenView } from "./token-row.ts";

const tokenOfUser = preparedRead(
  "token_of_user",
  {
    id: text("t.id"),
    userId: text("t.userId"),
    name: text("t.name"),
    description: text("t.description"),
    nameKey: text("t.nameKey"),
    publicId: text("t.publicId"),
    expiresAt: time("t.expiresAt"),
    createdBy: text("t.createdBy"),
    createdAt: time("t.createdAt"),
    allowedNetworks: text.orNull("t.allowedNetworks"),
    limits: text.orNull("t.limits"),
    lastUsedAt: time.orNull("t.lastUsedAt"),
    lastUsedIp: text.orNull("t.lastUsedIp"),
    lastUsedAgent: text.orNull("t.lastUsedAgent"),
    scopes: text.orNull("t.scopes"),
    disabledAt: time.orNull("t.disabledAt"),
    disabledReason: text.orNull("t.disabledReason"),
    creatorName: text.orNull("c.name"),
    creatorIsBlocked: boolean.orNull("c.isBlocked"),
    creatorIsPending: boolean.orNull("c.pendingApproval"),
    otherSecret: text.orNull("s.id"),
  },
  `FROM "Token" t LEFT JOIN "User" c ON c."id" = t."createdBy"
   LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" AND s."state" IN ('pending', 'ending')
   WHERE t."id" = $1 AND t."userId" = $2`,
  10_000,
);

/**
 * The token of this user, or the contract's 404: a prepared read, outside of transactions, and
 * another of the secrets while it is being rotated.
 */
export async function readToken(userId: string, tokenId: string): Promise<TokenView> {
  const [found] = await database().prepared(tokenOfUser, [tokenId, userId]);
  if (found === undefined) throw tokenNotFound(tokenId);
  const { creatorName, creatorIsBlocked, creatorIsPending, otherSecret, ...row } = found;
  const creator =
    creatorName === null
      ? undefined
      : {
          id: row.createdBy,
          name: creatorName,
          isBlocked: creatorIsBlocked === true,
          pendingApproval: creatorIsPending === true,
        };
  if (otherSecret === null) return tokenView(row, creator);
  const secrets = await liveSecretsOf(database().read, [row.id]);
  return tokenView(row, creator, secrets.get(row.id));
}
