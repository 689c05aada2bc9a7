import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import type { Operation } from "#lib/contract/operation.ts";
import type { OperationId } from "#lib/contract/routes.ts";

/*
 * A production server with two listeners on one database: on one the web framework answers the API,
 * on the other our own dispatch. It sends the same requests to both, writes the answers to standard
 * output as JSON, and ends. TRUSTED_PROXIES must contain 127.0.0.1.
 */

enterProcessMode("production");
const { settings } = await import("#lib/config/settings.ts");
const { operations } = await import("#lib/contract/operations.ts");
const { openInstallation } = await import("#lib/cli/open-installation.ts");
const { loadFramework } = await import("#lib/cli/next-app.ts");
const { answerApi } = await import("#lib/http/server/api-handler.ts");
const { createHttpServer } = await import("#lib/http/server/create-server.ts");
const { database } = await import("#lib/db/database.ts");
const { newAddress } = await import("./invites.ts");
const { pathOf, SAMPLES } = await import("./requests.ts");
const { seedMember, seedTeam } = await import("./team.ts");

type Sent = {
  method: Operation["method"] | "HEAD" | "OPTIONS";
  path: string;
  token?: string;
  body?: unknown;
};
export type Answer = { status: number; headers: Record<string, string>; text: string };
/** The answers to the request with this name. */
export type BothWays = { name: string; framework: Answer; dispatch: Answer };

await openInstallation();
const { handle } = await loadFramework({ development: false, ...settings() });

async function listen(own: { answerApi?: typeof answerApi }): Promise<string> {
  const server = createHttpServer({
    ...{ ...settings(), ...own, development: false, handle },
    onResponse() {},
    onError(error) {
      throw error;
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an AddressInfo.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const framework = await listen({});
const dispatch = await listen({ answerApi });

async function send(url: string, { method, path, token, body }: Sent, address: string) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      // Only the dispatch compresses.
      "accept-encoding": "identity",
      // Links with a secret are limited per address.
      "x-forwarded-for": address,
      ...(token === undefined ? {} : { authorization: `Token ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, headers: Object.fromEntries(headers), text: await response.text() };
}

const answers: BothWays[] = [];

/** `prepare` runs for each side: a write uses up its target. */
async function compare(name: string, prepare: () => Sent | Promise<Sent>): Promise<void> {
  const address = newAddress();
  answers.push({
    name,
    framework: await send(framework, await prepare(), address),
    dispatch: await send(dispatch, await prepare(), address),
  });
}

const newTeam = () => seedTeam({ tokensManageAccount: true });

/** The request of a sample, by the owner unless the sample names another caller. */
async function requestOf(id: OperationId): Promise<Sent> {
  // Their target is the whole account.
  if (id.startsWith("accounts.")) team = await newTeam();
  const { method, path }: Operation = operations[id];
  const { params, body, token = team.owner.token } = await SAMPLES[id](team);
  const sent = method === "GET" || body === undefined ? {} : { body };
  return { method, path: pathOf(path, params), token, ...sent };
}

async function compareSetup(): Promise<void> {
  const request = await requestOf("instance.setup");
  const body = { ...Object(request.body), setup_code: settings().setupCode };
  await compare("instance.setup allowed", async () => {
    await database().write((tx) => tx.account.deleteMany());
    return { ...request, body };
  });
  team = await newTeam();
}

async function compareOperation(id: OperationId, { method, access }: Operation): Promise<void> {
  if (id !== "instance.setup") await compare(`${id} allowed`, () => requestOf(id));
  const request = await requestOf(id);
  if (access === "anyone") {
    await compare(`${id} refused`, () => ({ ...request, method: "PATCH" }));
  } else {
    const { token: _, ...anonymous } = request;
    await compare(`${id} refused`, () => anonymous);
    await compare(`${id} blocked`, () => ({ ...request, token: blocked.token }));
  }
  if (method === "GET") await compare(`${id} HEAD`, () => ({ ...request, method: "HEAD" }));
}

const ODD_PATHS = [
  ...["/api", "/api/", "/api/unknown", "/api/users/", "//api/users/current", "/api/Users"],
  ...["/api/users/a%2Fb", "/api/%75sers/current", "/api/users/%63urrent", "/api/users/%zz"],
  ...["/api/users/%00", "/api/users/..%2Fgroups", "/api/users/__proto__", "/api/peers"],
  ...["/api/peers/unknown", "/api/users?role=none", "/api/users?cursor=%zz", "/api/auth"],
  ...["/api/%61uth/session", "/api/AUTH/session", "/api/auth%2Fsession", "/api/auth/unknown"],
];

let team = await newTeam();
await compareSetup();
const blocked = await seedMember(team.account, { role: "admin", isBlocked: true });
for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
  await compareOperation(id, operation);
}
for (const path of ODD_PATHS) {
  for (const method of ["GET", "HEAD", "DELETE", "OPTIONS"] as const) {
    await compare(`${method} ${path}`, () => ({ method, path, token: team.owner.token }));
  }
}
// The framework prints lines of its own before.
process.stdout.write(`\n${JSON.stringify(answers)}`, () => process.exit());
