import { once } from "node:events";
import { cp, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@playwright/test";
import { removeFolder, startServer } from "../fixtures/server.ts";
import { OWNER } from "../fixtures/test.ts";

const STANDALONE = join(import.meta.dirname, "../../.next/standalone");

async function isReachable(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

test("SIGTERM lets a running request finish, then ends with exit code 0", async () => {
  const server = await startServer();
  const { hostname, port } = new URL(server.url);
  const body = JSON.stringify(OWNER);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  const closed = once(socket, "close");
  socket.write(
    `POST /api/setup HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${body.length}\r\n`,
  );
  socket.write(`Expect: 100-continue\r\n\r\n${body.slice(0, 10)}`);
  await expect.poll(() => answer).toContain("100 Continue");

  const stopped = server.stop();
  await expect.poll(() => isReachable(server.url)).toBe(false);
  socket.write(body.slice(10));
  await closed;
  expect(answer).toMatch(/HTTP\/1\.1 200 OK.+"user_id"/s);
  expect(await stopped).toBe(0);
  // A database that was closed in order leaves no journal behind.
  expect(await readdir(join(server.folder, "data"))).toEqual([
    "account",
    "roost.db",
    "roost.db.lock",
    "secret",
  ]);
  await removeFolder(server);
});

test("the data folder and all in it are for their owner only, and a restart keeps both", async () => {
  const first = await startServer();
  const data = join(first.folder, "data");
  const modes = async () =>
    Promise.all(
      [".", "roost.db", "secret"].map(async (name) => {
        const { mode, ino } = await stat(join(data, name));
        return { name, mode: (mode & 0o777).toString(8), ino };
      }),
    );
  const before = await modes();
  expect(before.map(({ name, mode }) => `${name} ${mode}`)).toEqual([
    ". 700",
    "roost.db 600",
    "secret 600",
  ]);
  await fetch(`${first.url}/api/setup`, { method: "POST", body: JSON.stringify(OWNER) });
  await first.stop();
  const second = await startServer({ DATABASE_URL: `file:${join(data, "roost.db")}` });
  expect(await modes()).toEqual(before);
  const status = await (await fetch(`${second.url}/api/instance`)).json();
  expect(status).toEqual({ setup_required: false });
  await second.stop();
  await removeFolder(first);
  await removeFolder(second);
});

test("an orderly stop writes the pending last use and call", async () => {
  const first = await startServer();
  const made = await fetch(`${first.url}/api/setup`, {
    method: "POST",
    body: JSON.stringify({ ...OWNER, create_pat: true }),
  });
  const { user_id: id, personal_access_token: token } = await made.json();
  const headers = { authorization: `Token ${token}` };
  const path = `/api/users/${id}/tokens`;
  expect((await fetch(first.url + path, { headers })).status).toBe(200);
  expect(await first.stop()).toBe(0);
  // Looked up in the file: an answer also includes what is not written yet.
  const file = new DatabaseSync(join(first.folder, "data/roost.db"));
  const written = file.prepare("SELECT id FROM Token WHERE lastUsedAt > createdAt").all();
  file.close();
  expect(written).toHaveLength(1);
  const second = await startServer({
    DATABASE_URL: `file:${join(first.folder, "data/roost.db")}`,
  });
  const [used] = await (await fetch(second.url + path, { headers })).json();
  expect(Date.parse(used.last_used)).toBeGreaterThan(Date.parse(used.created_at));
  const usage = await fetch(`${second.url}${path}/${used.id}/usage`, { headers });
  const called = (await usage.json()).by_operation;
  expect(called[0]).toMatchObject({ operation: "tokens.list", count: 2 });
  await second.stop();
  await removeFolder(first);
  await removeFolder(second);
});

test("the standalone folder serves by itself, away from the checkout", async () => {
  const away = await mkdtemp(join(tmpdir(), "roost-standalone-"));
  await cp(STANDALONE, away, { recursive: true });
  expect(await readdir(away)).not.toContain("data");
  const server = await startServer({ DATABASE_URL: "" }, away);
  const page = await (await fetch(`${server.url}/setup`)).text();
  const [script = ""] = page.match(/\/_next\/static\/[^"]+\.js/) ?? [];
  const asset = await fetch(server.url + script);
  expect(asset.status).toBe(200);
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const made = await fetch(`${server.url}/api/setup`, {
    method: "POST",
    body: JSON.stringify({ ...OWNER, create_pat: true }),
  });
  const { personal_access_token: token } = await made.json();
  const users = await fetch(`${server.url}/api/users`, {
    headers: { authorization: `Token ${token}` },
  });
  expect(await users.json()).toHaveLength(1);
  expect(await server.stop()).toBe(0);
  expect(await readdir(join(away, "data"))).toEqual([
    "account",
    "roost.db",
    "roost.db.lock",
    "secret",
  ]);
  await rm(away, { recursive: true });
  await removeFolder(server);
});
