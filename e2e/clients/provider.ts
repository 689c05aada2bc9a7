import { DAY_MS } from "#lib/contract/durations.ts";
import type { GoClient } from "./go-client.ts";

/** A resource's attributes, as the provider keeps them between its runs. */
export type State = Record<string, unknown> & { id: string };
type Config = Record<string, unknown>;

/** What the provider does for one kind of resource (contract 4.3). `null`: it is gone. */
export type Resource = {
  create(client: GoClient, config: Config): Promise<State>;
  read(client: GoClient, state: State): Promise<State | null>;
  update(client: GoClient, state: State, config: Config): Promise<State>;
  destroy(client: GoClient, state: State): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: an answer of the wire, whose fields are what is tested
type Wire = any;

/** Go's RFC 3339 text of a time: whole seconds, in the zone that the server wrote. */
const inSeconds = (time: string) => time.replace(/\.\d+/, "");

/** A field that the provider reads through a pointer without looking: absent, it would crash. */
function there<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null) throw new Error(`the provider crashes on ${name}`);
  return value;
}

/** The provider drops a resource whose error says "not found" and reports any other error. */
async function unlessNotFound(read: () => Promise<State>): Promise<State | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.message.includes("not found")) return null;
    throw error;
  }
}

const userState = (user: Wire): State => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  status: user.status,
  auto_groups: user.auto_groups,
  is_blocked: user.is_blocked,
  last_login: inSeconds(there(user.last_login, "last_login")),
  is_current: there(user.is_current, "is_current"),
  is_service_user: there(user.is_service_user, "is_service_user"),
  issued: there(user.issued, "issued"),
});

export const userResource: Resource = {
  async create(client, { name, email, role = "user", auto_groups = [], is_service_user }) {
    const body = { auto_groups, email, is_service_user, name, role };
    return userState(await client("POST", "/api/users", body));
  },
  async read(client, { id }) {
    const users: Wire[] = await client("GET", "/api/users");
    const found = users.map(userState).find((user) => user.id === id);
    return found ?? null;
  },
  async update(client, { id }, { role = "user", auto_groups = [], is_blocked = false }) {
    return userState(await client("PUT", `/api/users/${id}`, { auto_groups, is_blocked, role }));
  },
  async destroy(client, { id }) {
    await client("DELETE", `/api/users/${id}`);
  },
};

const tokenState = (token: Wire, user_id: unknown): State => ({
  id: token.id,
  name: token.name,
  user_id,
  created_at: inSeconds(token.created_at),
  expiration_date: inSeconds(token.expiration_date),
  // How an import finds the days again.
  expiration_days: Math.round(
    (Date.parse(token.expiration_date) - Date.parse(token.created_at)) / DAY_MS,
  ),
  last_used: token.last_used === undefined ? null : inSeconds(token.last_used),
});

export const tokenResource: Resource = {
  async create(client, { user_id, name, expiration_days }) {
    const body = { expires_in: expiration_days, name };
    const made = await client("POST", `/api/users/${user_id}/tokens`, body);
    return { ...tokenState(made.personal_access_token, user_id), token: made.plain_token };
  },
  read(client, { id, user_id, token }) {
    return unlessNotFound(async () => {
      const found = await client("GET", `/api/users/${user_id}/tokens/${id}`);
      return { ...tokenState(found, user_id), token };
    });
  },
  async update() {
    throw new Error("tokens are replaced, never changed");
  },
  async destroy(client, { id, user_id }) {
    await client("DELETE", `/api/users/${user_id}/tokens/${id}`);
  },
};

const idsOf = (items: Wire): string[] => (items ?? []).map(({ id }: Wire) => id);

const groupState = (group: Wire): State => ({
  id: group.id,
  name: group.name,
  issued: group.issued,
  peers: idsOf(group.peers),
  resources: idsOf(group.resources),
});

export const groupResource: Resource = {
  async create(client, { name, peers }) {
    return groupState(await client("POST", "/api/groups", { name, peers }));
  },
  read(client, { id }) {
    return unlessNotFound(async () => groupState(await client("GET", `/api/groups/${id}`)));
  },
  async update(client, { id }, { name, peers }) {
    const body = { name, peers, resources: [] };
    return groupState(await client("PUT", `/api/groups/${id}`, body));
  },
  async destroy(client, { id }) {
    await client("DELETE", `/api/groups/${id}`);
  },
};
