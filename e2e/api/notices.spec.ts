import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { json } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { WebhookBody } from "#lib/contract/notices.ts";
import { removeFolder, startServer } from "../fixtures/server.ts";
import { OWNER } from "../fixtures/test.ts";

const DAY = DAY_MS;

/** Only time brings a token near its expiry. */
function ageToken(databaseFile: string, id: string, leftMs: number): void {
  const database = new DatabaseSync(databaseFile, { timeout: 5000 });
  const { expiresAt, createdAt } = database
    .prepare("SELECT expiresAt, createdAt FROM Token WHERE id = ?")
    .get(id) as { expiresAt: string; createdAt: string };
  const shift = Date.parse(expiresAt) - (Date.now() + leftMs);
  const aged = (time: string) =>
    new Date(Date.parse(time) - shift).toISOString().replace("Z", "+00:00");
  const change = "UPDATE Token SET expiresAt = ?, createdAt = ? WHERE id = ?";
  database.prepare(change).run(aged(expiresAt), aged(createdAt), id);
  database.close();
}

test("two servers on one database send a notice of an expiring token, and of one that is gone none", async () => {
  const first = await startServer();
  const file = join(first.folder, "data", "roost.db");
  const made = await fetch(`${first.url}/api/setup`, {
    method: "POST",
    body: JSON.stringify({ ...OWNER, create_pat: true, pat_expire_in: 60 }),
  });
  const { user_id: userId, personal_access_token: token } = await made.json();
  const headers = { authorization: `Token ${token}` };
  const tokens = `${first.url}/api/users/${userId}/tokens`;
  const create = async (name: string): Promise<string> => {
    const body = JSON.stringify({ name, expires_in: 60 });
    const answer = await fetch(tokens, { method: "POST", headers, body });
    return (await answer.json()).personal_access_token.id;
  };
  const kept = await create("kept");
  const revoked = await create("revoked");
  for (const id of [kept, revoked]) ageToken(file, id, 6.5 * DAY);
  await fetch(`${tokens}/${revoked}`, { method: "DELETE", headers });
  await first.stop();

  const arrivals: { id: unknown; body: WebhookBody }[] = [];
  const receiver = createServer(async (request, response) => {
    arrivals.push({
      id: request.headers["webhook-id"],
      body: (await json(request)) as WebhookBody,
    });
    response.writeHead(204).end();
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const env = {
    DATABASE_URL: `file:${file}`,
    NOTICE_WEBHOOK_URL: `http://127.0.0.1:${address.port}/hook`,
    NOTICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
  };
  const both = await Promise.all([startServer(env), startServer(env)]);
  await expect.poll(() => arrivals.length).toBeGreaterThan(0);
  expect(await Promise.all(both.map((server) => server.stop()))).toEqual([0, 0]);
  expect(arrivals).toMatchObject([
    {
      id: `${kept}_expiring-7d`,
      body: { type: "token.expiring", data: { token: { name: "kept" }, expires_in_days: 7 } },
    },
  ]);
  receiver.close();
  for (const server of [first, ...both]) await removeFolder(server);
});
