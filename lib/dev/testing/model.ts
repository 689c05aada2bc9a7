import type { Role } from "#lib/contract/fields.ts";
import { publicSessionId } from "#lib/services/sessions/session-id.ts";
import { callApi } from "./api.ts";
import {
  type SeededAccount,
  seedAccount,
  seedGroup,
  seedSession,
  seedToken,
  seedUser,
  TEST_PASSWORD,
} from "./seed.ts";

/*
 * A simple model of all objects, which tests compare with the API after arbitrary operations.
 */

export type ModelUser = {
  id: string;
  role: Role;
  isMachine: boolean;
  isBlocked: boolean;
  isPending: boolean;
  email: string;
  name: string;
  groups: string[];
  password: string;
};
/** A token or a session, valid or not. */
export type ModelCredential = {
  kind: "token" | "session";
  id: string;
  userId: string;
  /** The secret in a request: a plain token or a cookie. */
  secret: string;
  isDead: boolean;
};
export type ModelInvite = {
  id: string;
  token: string;
  email: string;
  role: Role;
  groups: string[];
  inviterId: string;
};

export type World = {
  account: SeededAccount;
  users: Map<string, ModelUser>;
  /** All users so far, and IDs that never existed. */
  ids: string[];
  credentials: ModelCredential[];
  invites: Map<string, ModelInvite>;
  /** All links so far. */
  links: string[];
  groups: Map<string, string>;
  groupIds: string[];
  settings: { personalTokens: boolean; propagation: boolean; tokensManage: boolean };
  keys: Map<string, { request: string; resourceId: string | undefined }>;
};

type Seed = { role: Role; isMachine?: true; isBlocked?: true; isPending?: true };
const SEEDS: Seed[] = [
  ...(["owner", "admin", "network_admin", "auditor", "billing_admin", "user"] as const).map(
    (role) => ({ role }),
  ),
  ...(["admin", "network_admin", "user"] as const).map((role) => ({
    role,
    isMachine: true as const,
  })),
  { role: "admin", isBlocked: true, isPending: true },
];

/** Settings that a PUT without other fields keeps. */
export const settingsBody = ({ personalTokens, propagation, tokensManage }: World["settings"]) => ({
  settings: {
    peer_login_expiration: 86_400,
    groups_propagation_enabled: propagation,
    personal_access_tokens_enabled: personalTokens,
    access_tokens_manage_account: tokensManage,
  },
});

/** A user of every role and kind with a token, users with a session, and two groups. */
export async function seedWorld(): Promise<World> {
  const account = await seedAccount();
  const world: World = {
    account,
    users: new Map(),
    ids: ["unknown"],
    credentials: [],
    invites: new Map(),
    links: [],
    groups: new Map([[account.allGroupId, "All"]]),
    groupIds: ["nogroup", account.allGroupId],
    settings: { personalTokens: true, propagation: true, tokensManage: false },
    keys: new Map(),
  };
  for (const seed of SEEDS) await seedInto(world, seed);
  for (const name of ["g1", "g2"]) {
    const id = await seedGroup(account, { name });
    world.groups.set(id, name);
    world.groupIds.push(id);
  }
  const [owner] = world.credentials;
  const path = `/api/accounts/${account.id}`;
  await callApi("PUT", path, { token: owner?.secret ?? "", body: settingsBody(world.settings) });
  return world;
}

async function seedInto(world: World, seed: Seed): Promise<void> {
  const { role, isMachine = false, isBlocked = false, isPending = false } = seed;
  const made = await seedUser(world.account, {
    role,
    isServiceUser: isMachine,
    isBlocked,
    pendingApproval: isPending,
  });
  const password = isMachine ? "" : TEST_PASSWORD;
  addUser(world, { ...made, isMachine, isBlocked, isPending, groups: [], password });
  const token = await seedToken(made.id);
  const expired = await seedToken(made.id, { expiresAt: new Date(Date.now() - 1000) });
  for (const [{ id, text }, isDead] of [
    [token, false],
    [expired, true],
  ] as const) {
    world.credentials.push({ kind: "token", id, userId: made.id, secret: text, isDead });
  }
  if (isMachine) return;
  const { id, cookie } = await seedSession(made.id);
  const session = { kind: "session", id: publicSessionId(id), secret: cookie } as const;
  world.credentials.push({ ...session, userId: made.id, isDead: false });
}

export function addUser(world: World, user: ModelUser): void {
  world.users.set(user.id, user);
  world.ids.push(user.id);
}

/** The credentials with a row: also expired tokens, but none of deleted users. */
export const rowsOf = ({ credentials, users }: World, kind: ModelCredential["kind"]) =>
  credentials.filter((one) => one.kind === kind && users.has(one.userId) && !gone.has(one));

const gone = new WeakSet<ModelCredential>();
export function remove(credential: ModelCredential): void {
  credential.isDead = true;
  gone.add(credential);
}

export function endSessions(world: World, userId: string, but?: ModelCredential): void {
  for (const one of rowsOf(world, "session")) {
    if (one.userId === userId && one !== but) remove(one);
  }
}

export function removeUser(world: World, userId: string): void {
  for (const one of world.credentials) if (one.userId === userId) remove(one);
  for (const key of world.keys.keys()) if (key.startsWith(userId)) world.keys.delete(key);
  world.users.delete(userId);
}

/** 401 for an invalid credential, 403 for that of a blocked or pending user. */
export function admission(world: World, credential: ModelCredential): 200 | 401 | 403 {
  const user = world.users.get(credential.userId);
  if (user === undefined || credential.isDead) return 401;
  return user.isBlocked || user.isPending ? 403 : 200;
}
