import { DAY_MS } from "#lib/contract/durations.ts";
import type { Call, Client } from "./client.ts";
import { type List, listRequests, read, type ScaleRequest } from "./lists.ts";

const WRITES = 60;
const EXPORTS = 20;
/** A service user has at most a hundred tokens. */
const REVOCATIONS = 40;
const SERVICE_USER = { name: "bench", role: "user", is_service_user: true, auto_groups: [] };
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** The IDs in filters: a service user created for them, and the creator of all other rows. */
type Known = { user: string; token: string; owner: string };

const lists = ({ user, token, owner }: Known): List[] => [
  {
    path: "/api/users",
    orders: ["sort=name", "sort=-name", "sort=last_login", "sort=-last_login"],
    filters: [
      ...["service_user=true", "service_user=false", "role=admin", "role=owner"],
      ...["status=active", "status=blocked", "status=pending"],
    ],
  },
  {
    path: "/api/tokens",
    orders: ["name", "expiration_date", "-expiration_date", "last_used", "-last_used"].map(
      (order) => `sort=${order}`,
    ),
    filters: [
      ...["owner_kind=user", "owner_kind=service_user", "state=active", "state=expired"],
      ...["state=expiring", "state=never_used", "state=unused", "state=unused&unused_for_days=300"],
      ...[
        "state=expired&sort=name",
        "state=expired&sort=-last_used",
        "state=active&sort=last_used",
      ],
      ...[`user_id=${user}`, `created_by=${user}`, `created_by=${owner}`, `fingerprint=${token}`],
      ...[`created_by=${user}&sort=name`, "search=nbp_a", "search=deploy&state=expired"],
    ],
  },
  {
    path: "/api/events/audit",
    orders: ["sort=timestamp"],
    filters: [
      ...["activity_code=service.user.create", "activity_code=user.delete"],
      ...[`initiator_id=${owner}`, `initiator_id=${user}`, `target_id=${user}`],
      ...[`since=${daysAgo(200)}&until=${daysAgo(100)}`],
      ...[`activity_code=user.delete&since=${daysAgo(300)}`],
      ...[`initiator_id=${owner}&activity_code=user.delete`],
      ...["activity_code=dashboard.login", `initiator_id=${owner}&activity_code=dashboard.login`],
      ...["search=198.51.100.2", "search=deploy&activity_code=personal.access.token.delete"],
      ...[`search=deploy&since=${daysAgo(200)}&until=${daysAgo(100)}`, "search=metrics-24"],
      ...[`search=deploy&initiator_id=${user}`, "search=deploy&sort=timestamp"],
    ],
  },
  { path: "/api/groups", orders: [], filters: ["name=ci"] },
];

/**
 * The same requests for a server of any size. They act on a service user created here with ten
 * tokens, so that only the rest of the database differs. `fresh` are unused tokens.
 */
export async function scaleRequests(client: Client, fresh: string[]): Promise<ScaleRequest[]> {
  const body = SERVICE_USER;
  const { id } = await client.read({ method: "POST", path: "/api/users", body });
  const user = `/api/users/${id}`;
  const newToken = { name: "bench", expires_in: 30 };
  let token = "";
  for (let made = 0; made < 10; made += 1) {
    const answer = await client.read({ method: "POST", path: `${user}/tokens`, body: newToken });
    token = answer.plain_token.slice(0, 14);
  }
  const [oldest] = await client.read({ path: "/api/tokens?page_size=1&sort=created_at" });
  const known = { user: id, token, owner: oldest.created_by };
  const measured: ScaleRequest[] = [];
  for (const list of lists(known)) measured.push(...(await listRequests(client, list)));
  // Single rows.
  const cheap = { path: "/api/accounts" };
  const spent = await revocations(client);
  const post = (name: string, path: string, body: object, samples = WRITES) => ({
    ...{ name, call: { method: "POST" as const, path, body }, samples },
  });
  return [
    ...measured,
    read("GET /api/tokens/summary", "/api/tokens/summary"),
    read("GET /api/events/audit/daily", "/api/events/audit/daily"),
    read("GET one user", user),
    read("GET the tokens of one user", `${user}/tokens`),
    read("GET /api/accounts (a token verified before)", cheap.path),
    {
      name: "GET /api/accounts (a token's first verification)",
      call: cheap,
      turns: fresh.map((secret) => ({ ...cheap, token: secret })),
      samples: fresh.length,
    },
    ...[
      "/api/tokens/export",
      "/api/events/audit/export",
      "/api/events/audit/export?search=deploy",
    ].map((path) => ({
      name: `GET ${path}, first bytes`,
      call: { path, firstBytes: true as const },
      samples: EXPORTS,
    })),
    post("POST /api/users (service user)", "/api/users", body),
    {
      name: "POST /api/groups",
      call: { method: "POST", path: "/api/groups" },
      turns: Array.from({ length: WRITES }, (_, count) => ({
        ...{ method: "POST", path: "/api/groups", body: { name: `bench ${count}` } },
      })),
      samples: WRITES,
    },
    post("POST a token (bcrypt)", `${user}/tokens`, newToken),
    post("POST /api/tokens/revoke (dry run of a filter)", "/api/tokens/revoke", {
      filter: { user_id: id },
      dry_run: true,
    }),
    ...spent,
  ];
}

/** Revocations, each of a token of its own, of another service user: one by one and by IDs. */
async function revocations(client: Client): Promise<ScaleRequest[]> {
  const { id } = await client.read({ method: "POST", path: "/api/users", body: SERVICE_USER });
  const path = `/api/users/${id}/tokens`;
  const made: string[] = [];
  const body = { name: "spent", expires_in: 30 };
  while (made.length < 2 * REVOCATIONS) {
    const answer = await client.read({ method: "POST", path, body });
    made.push(answer.personal_access_token.id);
  }
  const inTurn = (name: string, turns: [Call, ...Call[]]) => ({
    ...{ name, call: turns[0], turns, samples: turns.length },
  });
  const one = (id = ""): Call => ({ method: "DELETE", path: `${path}/${id}` });
  const byIds = (id = ""): Call => {
    return { method: "POST", path: "/api/tokens/revoke", body: { ids: [id] } };
  };
  const rest = made.slice(REVOCATIONS + 1);
  return [
    inTurn("DELETE a token", [one(made[0]), ...made.slice(1, REVOCATIONS).map(one)]),
    inTurn("POST /api/tokens/revoke (one ID)", [byIds(made[REVOCATIONS]), ...rest.map(byIds)]),
  ];
}

/** Requests for complete lists, whose time grows with their length. */
export function wholeLists(): ScaleRequest[] {
  return ["/api/users", "/api/users?service_user=true"].map((path) => ({
    ...read(`GET ${path}`, path),
    samples: 10,
  }));
}
