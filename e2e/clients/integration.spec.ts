import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { startInstallation } from "../fixtures/installation.ts";
import { removeFolder } from "../fixtures/server.ts";
import { expect, OWNER, test } from "../fixtures/test.ts";
import { goClient } from "./go-client.ts";
import { RoostClient } from "./integration/roost-client.ts";
import { runProgram } from "./run-program.ts";

const PROGRAM = join(import.meta.dirname, "integration/sync-machines.ts");

type User = { id: string; name: string };
type Fault = { of: RegExp; does: "loses the answer" | "answers 503" };

/**
 * A proxy before the server that does each fault once, to the first request it fits. The answer
 * that is lost is one of success: what was asked for has happened.
 */
async function badNetwork(target: string, faults: Fault[]) {
  const happens = (does: Fault["does"], asked: string): boolean => {
    const at = faults.findIndex((fault) => fault.does === does && fault.of.test(asked));
    return at !== -1 && faults.splice(at, 1).length === 1;
  };
  const server = createServer(async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = incoming;
    const body = await buffer(incoming);
    if (happens("answers 503", `${method} ${url}`)) {
      response.writeHead(503, { "retry-after": "1" }).end('{"message":"restarting","code":503}');
      return;
    }
    const outgoing = request(`${target}${url}`, { method, headers }, (answer) => {
      const { statusCode = 0 } = answer;
      const lost = statusCode === 200 && happens("loses the answer", `${method} ${url}`);
      if (lost) response.destroy();
      else answer.pipe(response.writeHead(statusCode, answer.headers));
    });
    outgoing.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

test("an integration makes what is missing once and only once, over a bad network and under a limit", async () => {
  const server = await startInstallation({ API_RATE_LIMIT_RPM: "60", API_RATE_LIMIT_BURST: "1" });
  const setUp = goClient(server.url, "");
  const { personal_access_token: token } = await setUp("POST", "/api/setup", {
    ...OWNER,
    create_pat: true,
  });
  const faults: Fault[] = [
    { of: /^GET \/api\/users\?/, does: "answers 503" },
    { of: /^POST \/api\/users$/, does: "loses the answer" },
    { of: /^POST \/api\/users\/[^/]+\/tokens$/, does: "loses the answer" },
  ];
  const network = await badNetwork(server.url, faults);
  const folder = await mkdtemp(join(tmpdir(), "roost-machines-"));
  const env = { ROOST_URL: network.url, ROOST_TOKEN: token, TOKEN_FOLDER: folder };
  const sync = async (...machines: string[]) => {
    const ran = await runProgram(process.execPath, [PROGRAM, ...machines], { env });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const { retries, ...counts } = JSON.parse(ran.stdout);
    return { retries, counts };
  };

  const first = await sync("alpha", "beta");
  expect(first.counts).toEqual({ created: 2, kept: 0, deleted: 0 });
  expect(faults, "each fault has happened").toEqual([]);
  // One for each fault, and those that the limit asked for.
  expect(first.retries).toBeGreaterThan(3);
  expect((await sync("alpha", "beta")).counts).toEqual({
    created: 0,
    kept: 2,
    deleted: 0,
  });
  expect((await sync("alpha", "gamma")).counts).toEqual({ created: 1, kept: 1, deleted: 1 });
  network.close();

  const files = await readdir(folder);
  expect(files.sort()).toEqual(["alpha.token", "beta.token", "gamma.token"]);
  const as = async (machine: string) => {
    const token = await readFile(join(folder, `${machine}.token`), "utf8");
    return new RoostClient(server.url, token.trim());
  };
  const alpha = await as("alpha");
  const users = await alpha.call<User[]>("/api/users?service_user=true&sort=name");
  expect(users.map(({ name }) => name)).toEqual(["alpha", "gamma"]);
  expect(await alpha.call(`/api/users/${users[0]?.id}/tokens`)).toHaveLength(1);
  const beta = await as("beta");
  await expect(beta.call("/api/users")).rejects.toMatchObject({ status: 401 });
  expect(await server.stop()).toBe(0);
  await removeFolder(server);
  await rm(folder, { recursive: true });
});
