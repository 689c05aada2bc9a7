import { createHash, randomUUID } from "node:crypto";
import type { Role } from "#lib/contract/fields.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { newXid } from "#lib/crypto/xid.ts";
import type { JsonObject } from "./go-json.ts";

/** A user of the NetBird server, a person unless `isServiceUser`. */
export type NetBirdUser = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isServiceUser: boolean;
  isBlocked: boolean;
  pendingApproval: boolean;
  autoGroups: string[];
};

/** A token of the NetBird server, known by its hash. */
export type NetBirdToken = {
  id: string;
  userId: string;
  name: string;
  hash: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsed?: Date;
};

export type NetBirdEvent = {
  id: string;
  timestamp: string;
  activity: string;
  activity_code: string;
  initiator_id: string;
  initiator_name: string;
  initiator_email: string;
  target_id: string;
  meta: Record<string, string>;
};

/** All that a NetBird server stores. Tests read it, and change it behind Roost's back. */
export type NetBirdState = {
  accountId: string;
  settings: JsonObject;
  users: Map<string, NetBirdUser>;
  tokens: Map<string, NetBirdToken>;
  events: NetBirdEvent[];
  /** Objects by ID, by the path of their list: `/api/groups`, `/api/dns/zones/<id>/records`. */
  objects: Map<string, Map<string, JsonObject>>;
  /** Objects without an ID, by path: `/api/dns/settings`. */
  single: Map<string, JsonObject>;
  setupRequired: boolean;
};

const DAY_MS = 86_400_000;

export const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");

/** Adds a user; a service user unless a person is wanted. */
export function addUser(state: NetBirdState, given: Partial<NetBirdUser> = {}): NetBirdUser {
  const isServiceUser = given.isServiceUser ?? true;
  const user: NetBirdUser = {
    id: isServiceUser ? randomUUID() : Buffer.from(randomUUID()).toString("base64url"),
    name: "",
    email: "",
    role: "user",
    isServiceUser,
    isBlocked: false,
    pendingApproval: false,
    autoGroups: [],
    ...given,
  };
  state.users.set(user.id, user);
  return user;
}

/** Adds a token and returns its text; `days` until it ends, negative for an expired one. */
export function addToken(
  state: NetBirdState,
  user: NetBirdUser,
  given: { name?: string; days?: number; createdBy?: string } = {},
): { text: string; token: NetBirdToken } {
  const { name = "token", days = 30, createdBy = user.id } = given;
  const { text } = newTokenText("nbp_");
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
  const id = newXid();
  const token = { id, userId: user.id, name, hash: hashOf(text), createdBy, createdAt, expiresAt };
  state.tokens.set(id, token);
  return { text, token };
}

/** The objects of a list by ID, an empty list at first. */
export function objectsAt(state: NetBirdState, path: string): Map<string, JsonObject> {
  const found = state.objects.get(path) ?? new Map<string, JsonObject>();
  state.objects.set(path, found);
  return found;
}

/** A new server: an owner, the groups All and ci, and two peers. */
export function newState(): NetBirdState {
  const state: NetBirdState = {
    accountId: newXid(),
    settings: {
      ...{ peer_login_expiration_enabled: true, peer_login_expiration: 86_400 },
      ...{ groups_propagation_enabled: true, regular_users_view_blocked: true },
      ...{ extra: { user_approval_required: true, peer_approval_enabled: false } },
    },
    users: new Map(),
    tokens: new Map(),
    events: [],
    objects: new Map(),
    single: new Map([["/api/dns/settings", { disabled_management_groups: [] }]]),
    setupRequired: false,
  };
  const owner = { name: "Olivia Owner", email: "olivia@example.com", role: "owner" } as const;
  addUser(state, { ...owner, isServiceUser: false });
  const peers = ["alpha", "beta"].map((name, at) => ({
    ...{ id: newXid(), name, hostname: name, ip: `100.64.0.${at + 1}`, connected: true },
    ...{ dns_label: `${name}.netbird.cloud`, ssh_enabled: false, os: "Debian 13" },
  }));
  for (const peer of peers) objectsAt(state, "/api/peers").set(peer.id, peer);
  addGroup(
    state,
    "All",
    peers.map(({ id }) => id),
  );
  addGroup(state, "ci", []);
  return state;
}

/** Adds a group with the IDs of its peers. */
export function addGroup(state: NetBirdState, name: string, peers: string[]): JsonObject {
  const group: JsonObject = { id: newXid(), name, issued: "api", peers, resources: [] };
  objectsAt(state, "/api/groups").set(String(group.id), group);
  return group;
}
