import { repositoryRoot } from "#lib/config/repository-root.ts";
import { serviceScope } from "#lib/contract/protected-services.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import type { Target } from "./compare.ts";
import { startBenchServer } from "./servers.ts";

/** Users in the list that is measured. */
const USERS = 10;

/** The protected service that is measured. */
const SERVICE = "bench";

/** A Roost server with an owner, nine service users and a token. */
export type BenchTeam = {
  /** The requests that are measured. */
  targets: Target[];
  url: string;
  pid: number;
  token: string;
  stop: () => Promise<void>;
};

type Call = (method: string, path: string, body?: object) => Promise<Record<string, string>>;

/** Starts the production server on a new database. `name` distinguishes its targets. */
export async function startBenchTeam(
  name: string,
  env: Record<string, string>,
): Promise<BenchTeam> {
  const server = await startBenchServer("lib/cli/start.ts", {
    cwd: repositoryRoot(),
    health: "/api/health/ready",
    env: {
      ...env,
      NB_SETUP_PAT_ENABLED: "true",
      // High enough for the benchmark, so that the work of the limiter is measured, too.
      API_RATE_LIMIT_RPM: "1000000",
      API_RATE_LIMIT_BURST: "1000000",
      // Floods come from many addresses.
      TRUSTED_PROXIES: "127.0.0.1",
    },
  });
  const { url, pid, stop } = server;
  const owner = { name: "Bench", email: "bench@example.test", password: crypto.randomUUID() };
  const first = await callWith(url, {})("POST", "/api/setup", { ...owner, create_pat: true });
  const token = first.personal_access_token ?? "";
  const headers = { authorization: `Token ${token}` };
  const call = callWith(url, headers);
  for (let made = 1; made < USERS; made += 1) {
    const machine = { name: `ci-${made}`, role: "user", is_service_user: true, auto_groups: [] };
    await call("POST", "/api/users", machine);
  }
  const { id = "" } = await call("GET", "/api/users/current");
  const { personal_access_token: made } = await call("POST", `/api/users/${id}/tokens`, {
    name: "deploy",
    expires_in: 30,
  });
  const { id: tokenId } = Object(made);
  await addService(env.DATABASE_URL ?? "");
  const { plain_token: opener = "" } = await call("POST", `/api/users/${id}/tokens`, {
    ...{ name: "opener", expires_in: 30, scopes: [serviceScope(SERVICE)] },
  });
  const forwardAuth: Target = {
    name: `${name}: forward-auth`,
    ...{ url: `${url}/api/auth/verify/${SERVICE}`, pid },
    headers: { authorization: `Bearer ${opener}`, "x-forwarded-for": "192.0.2.7" },
  };
  const at = (path: string): Target => ({
    name: `${name}: GET ${path.replaceAll(id, "{id}").replace(tokenId, "{id}")}`,
    ...{ url: `${url}${path}`, pid, headers },
  });
  const paths = ["/api/users/current", `/api/users/${id}/tokens/${tokenId}`, "/api/users"];
  const targets = [...paths, "/api/health/live"].map(at);
  return { targets: [...targets, forwardAuth], url, pid, token, stop };
}

/** Directly, since only a session may create one. */
async function addService(databaseUrl: string): Promise<void> {
  const database = await openDatabase(databaseUrl);
  const { id: accountId } = await database.read.account.findFirstOrThrow();
  const now = new Date();
  const rules = { headers: "x-forwarded", alsoAccepts: "", challenge: "bearer" };
  const row = { id: newXid(), accountId, slug: SERVICE, ...rules, createdAt: now, updatedAt: now };
  await database.write((tx) => tx.protectedService.create({ data: row }));
  await database.close();
}

function callWith(url: string, headers: Record<string, string>): Call {
  return async (method, path, body) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, headers, ...init });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  };
}
