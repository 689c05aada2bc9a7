import { setImmediate } from "node:timers/promises";
import { database } from "#lib/db/database.ts";
import { preparedRead, text } from "#lib/db/prepared.ts";
import { ADVICE_DAYS } from "#lib/policy/advice.ts";
import { dayBefore } from "../days.ts";

/** Tokens of one query: some milliseconds, even if all were used on every day. */
const PART = 20;

const place = (_: unknown, index: number) => `$${index + 1}`;

const operationsOfTokens = preparedRead(
  "operations_of_tokens",
  { tokenId: text("u.tokenId"), operation: text("u.operation") },
  `FROM "TokenUse" u WHERE u."tokenId" IN (${Array.from({ length: PART }, place).join(", ")})
   AND u."day" > $${PART + 1} AND u."count" > u."refused" GROUP BY u."tokenId", u."operation"`,
);

/**
 * Tokens with the operations that they carried out in the days of an advice, in parts and with a
 * pause after each: SQLite is synchronous.
 */
export async function* usedOperations<Token extends { id: string }>(
  tokens: readonly Token[],
  now: Date,
): AsyncGenerator<{ token: Token; operations: string[] }[]> {
  for (let start = 0; start < tokens.length; start += PART) {
    const part = tokens.slice(start, start + PART);
    const ids = Array.from({ length: PART }, (_, at) => part[at]?.id ?? "");
    const rows = await database().prepared(operationsOfTokens, [
      ...ids,
      dayBefore(now, ADVICE_DAYS),
    ]);
    const byToken = Map.groupBy(rows, ({ tokenId }) => tokenId);
    yield part.map((token) => ({
      token,
      operations: (byToken.get(token.id) ?? []).map(({ operation }) => operation),
    }));
    await setImmediate();
  }
}
