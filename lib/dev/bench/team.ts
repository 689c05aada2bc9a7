import { repositoryRoot } from "#lib/config/repository-root.ts";
import type { Target } from "./compare.ts";
import { startBenchServer } from "./servers.ts";

/** Users in the list that is measured. */
const USERS = 10;

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
  const at = (path: string): Target => ({
    name: `${name}: GET ${path.replaceAll(id, "{id}").replace(tokenId, "{id}")}`,
    ...{ url: `${url}${path}`, pid, headers },
  });
  const paths = ["/api/users/current", `/api/users/${id}/tokens/${tokenId}`, "/api/users"];
  return { targets: [...paths, "/api/health/live"].map(at), url, pid, token, stop };
}

function callWith(url: string, headers: Record<string, string>): Call {
  return async (method, path, body) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, headers, ...init });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  };
}
