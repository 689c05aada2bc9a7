import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { removeFolder, startServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";

const root = join(import.meta.dirname, "../..");

/** Starts the server with a wrong environment; returns its error output and exit code. */
async function startFailing(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "roost-refused-"));
  const child = spawn(process.execPath, ["lib/cli/start.ts"], {
    cwd: root,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: `file:${join(folder, "data", "roost.db")}`,
      ...env,
    },
  });
  let output = "";
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  await rm(folder, { recursive: true, force: true });
  return { code, lines: output.trim().split("\n") };
}

/** Sends bytes as they are and answers all that comes back. */
async function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(text);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}

test("a database newer than the code stops the start with one line and stays as it is", async () => {
  const server = await startServer();
  await server.stop();
  const file = join(server.folder, "data/roost.db");
  const later = new DatabaseSync(file);
  later.exec(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('later', 'x', '29990101000000_later', 1, 1)`);
  later.close();
  const before = await readFile(file);
  const { code, lines } = await startFailing({ DATABASE_URL: `file:${file}` });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining("29990101000000_later")]);
  expect(before.equals(await readFile(file))).toBe(true);
  await removeFolder(server);
});

test("what the framework would answer in HTML or text is JSON under /api", async ({ roost }) => {
  for (const path of ["/api/nothing", "/api/users/", "/api/%zz", "/api/auth/error"]) {
    const response = await fetch(`${roost.url}${path}`, { redirect: "manual" });
    const body = await response.json();
    expect(body.code, path).toBe(response.status);
    expect(response.headers.get("x-request-id")).toBe(body.request_id);
  }
  const trace = await sendRaw(
    roost.url,
    "TRACE /api/users HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
  );
  expect(trace).toMatch(/^HTTP\/1\.1 405 /);
  expect(trace).toContain('"code":405');
});

test("a client cannot choose the address or the id that the log gives it", async ({ roost }) => {
  const response = await fetch(`${roost.url}/api/instance`, {
    headers: { "x-request-id": "chosen-by-the-client", "x-forwarded-for": "203.0.113.9" },
  });
  expect(response.headers.get("x-request-id")).not.toBe("chosen-by-the-client");
});

test("the real curl creates a service user and a token, and sees which field is wrong", async ({
  roost,
  owner,
}) => {
  const curl = async (path: string, body: unknown) => {
    const { stdout } = await promisify(execFile)("curl", [
      "-s",
      "-H",
      `Authorization: Token ${owner.token}`,
      "-H",
      "Content-Type: application/json",
      "-d",
      JSON.stringify(body),
      `${roost.url}${path}`,
    ]);
    return JSON.parse(stdout);
  };
  const user = await curl("/api/users", { name: "curl", role: "user", is_service_user: true });
  const made = await curl(`/api/users/${user.id}/tokens`, { name: "t", expires_in: 365 });
  expect(roost.remember(made.plain_token)).toMatch(/^nbp_[0-9A-Za-z]{36}$/);
  const wrong = await curl(`/api/users/${user.id}/tokens`, { name: "t", expires_in: 366 });
  expect(wrong).toMatchObject({ code: 422, errors: [{ path: "expires_in" }] });
});
