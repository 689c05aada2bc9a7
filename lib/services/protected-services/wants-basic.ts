import { database } from "#lib/db/database.ts";
import { preparedRead, text } from "#lib/db/prepared.ts";

const challengeBySlug = preparedRead(
  "challenge_by_slug",
  { challenge: text("s.challenge") },
  `FROM "ProtectedService" s
   JOIN "Account" a ON a."id" = s."accountId" AND a."deletedAt" IS NULL WHERE s."slug" = $1`,
  1000,
);

/** Whether a request without a token is asked for Basic: no token says which account's service. */
export async function wantsBasic(slug: string): Promise<boolean> {
  const found = await database().prepared(challengeBySlug, [slug]);
  return found.some(({ challenge }) => challenge === "basic");
}
