import { DAY_MS } from "#lib/contract/durations.ts";
import type { Client } from "./client.ts";
import { type List, listRequests, read, type ScaleRequest } from "./lists.ts";

const WRITES = 60;
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
    ],
  },
  { path: "/api/groups", orders: [], filters: ["name=ci"] },
];

/**
 * The same requests for a server of any size. They act on a service user created here with ten
 * tokens, so that only the rest of the database differs. `fresh` are unused tokens.
 */
export async function scaleRequests(client: Client, fresh: string[]): Promise<ScaleRequest[]> {
  const body = { name: "bench", role: "user", is_service_user: true, auto_groups: [] };
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
  return [
    ...measured,
    read("GET /api/tokens/summary", "/api/tokens/summary"),
    read("GET one user", user),
    read("GET the tokens of one user", `${user}/tokens`),
    read("GET /api/accounts (a token verified before)", cheap.path),
    {
      name: "GET /api/accounts (a token's first verification)",
      call: cheap,
      turns: fresh.map((secret) => ({ ...cheap, token: secret })),
      samples: fresh.length,
    },
    {
      name: "POST /api/users (service user)",
      call: { method: "POST", path: "/api/users", body },
      samples: WRITES,
    },
    {
      name: "POST a token (bcrypt)",
      call: { method: "POST", path: `${user}/tokens`, body: newToken },
      samples: WRITES,
    },
  ];
}

/** Requests for complete lists, whose time grows with their length. */
export function wholeLists(): ScaleRequest[] {
  return ["/api/users", "/api/users?service_user=true"].map((path) => ({
    ...read(`GET ${path}`, path),
    samples: 10,
  }));
}
