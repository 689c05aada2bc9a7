import { beforeEach, expect, test } from "vitest";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { ask, CLIENT, startDoor } from "#lib/dev/testing/forward-auth.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import {
  type SeededToken,
  seedAccount,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";

const BURST = 3;

let token: SeededToken;
let port: number;
beforeEach(async () => {
  useTestSettings({ rateLimit: { perMinute: 1, burst: BURST } });
  await freshDatabase();
  const account = await seedAccount();
  await seedService(account, { slug: "wiki" });
  const { id } = await seedUser(account, { role: "user", isServiceUser: true });
  token = await seedToken(id, { scopes: ["service:wiki"] });
  ({ port } = await startDoor());
});

const statusOf = async (text: string, from: string | null = CLIENT) =>
  (await ask(port, { token: text, from })).status;
/** How many answers had each status. */
async function statusesOf(texts: readonly string[], from?: string | null) {
  const statuses: Record<number, number> = {};
  for (const text of texts) {
    const status = await statusOf(text, from);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}
const guesses = (count: number) => Array.from({ length: count }, () => guessAt(token.publicId));

test("a flood of unknown tokens and junk costs no bcrypt and spends nothing of the token", async () => {
  const texts = Array.from({ length: 100 }, (_, at) =>
    at % 2 === 0 ? newTokenText("nbp_").text : `junk ${at}`,
  );
  const work = await bcryptDuring(async () => {
    expect(await statusesOf(texts)).toEqual({ 401: 100 });
  });
  expect(work).toEqual(workOf({}));
  expect(await statusesOf(Array(BURST).fill(token.text))).toEqual({ 200: BURST });
});

test("a client guesses ten secrets of a token a minute, and others are not limited by it", async () => {
  expect(await statusesOf(guesses(12))).toEqual({ 401: 10, 429: 2 });
  expect(await statusesOf(guesses(1), "192.0.2.7")).toEqual({ 401: 1 });
  expect(await statusOf(token.text)).toBe(200);
});

test("guesses through a proxy that names no client count for the proxy", async () => {
  expect(await statusesOf(guesses(12), null)).toEqual({ 401: 10, 429: 2 });
  expect(await statusOf(token.text, null)).toBe(200);
});

test("a token over its rate is refused with the time to wait, also for an unknown service", async () => {
  const unknown = { token: token.text, path: "/api/auth/verify/unknown" };
  expect((await ask(port, unknown)).status).toBe(403);
  expect(await statusesOf(Array(BURST).fill(token.text))).toEqual({ 200: BURST - 1, 429: 1 });
  expect((await ask(port, unknown)).status).toBe(429);
  const { headers } = await ask(port, { token: token.text });
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(headers.has("x-roost-user-id")).toBe(false);
});
