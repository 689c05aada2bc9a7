import { ZERO_TIME } from "#lib/contract/fields.ts";
import type { OperationAnswer, OperationBody } from "#lib/contract/operations.ts";

/** Tokens with a valid shape and checksum, recognisable as examples. */
export const SAMPLE_TOKEN = "nbp_EXAMPLE000NOTaREALtokenEXAMPLE1zjrRa";
export const SAMPLE_INVITE_TOKEN = "nbi_EXAMPLE000NOTaREALinviteEXAMPL14G0I3";

export const SAMPLE_RESET_TOKEN = "nbr_EXAMPLE000NOTaREALresetEXAMPLE3NOImP";

const SAMPLE_PERSON_ID = "d3k5utk4kv9c73a0b1c0";

export const SAMPLE_SERVICE_USER = {
  id: "d3k5v1s4kv9c73a0b1cg",
  email: "",
  name: "ansible",
  role: "admin",
  status: "active",
  last_login: ZERO_TIME,
  auto_groups: [],
  is_current: false,
  is_service_user: true,
  is_blocked: false,
  pending_approval: false,
  issued: "api",
  description: "Applies the playbooks",
  contact: SAMPLE_PERSON_ID,
} satisfies OperationAnswer<"users.get">;

export const SAMPLE_PERSON = {
  id: SAMPLE_PERSON_ID,
  email: "owner@example.com",
  name: "Example Owner",
  role: "owner",
  status: "active",
  last_login: "2026-11-20T08:15:30.000Z",
  auto_groups: ["d3k5utk4kv9c73a0b1bg"],
  is_current: true,
  is_service_user: false,
  is_blocked: false,
  pending_approval: false,
  issued: "api",
} satisfies OperationAnswer<"users.get">;

export const SAMPLE_DESCRIPTION = "Applies the playbook at night";

export const SAMPLE_ACCESS_TOKEN = {
  id: "d3k5v2c4kv9c73a0b1d0",
  name: "nightly playbook",
  expiration_date: "2027-02-18T09:00:00.000Z",
  created_by: SAMPLE_PERSON.id,
  created_at: "2026-11-20T09:00:00.000Z",
  last_used: "2026-11-24T02:00:04.000Z",
  last_used_ip: "192.0.2.7",
  scopes: ["groups:read", "users:read"],
  allowed_networks: ["192.0.2.0/24"],
  description: SAMPLE_DESCRIPTION,
} satisfies OperationAnswer<"tokens.get">;

const { last_used: _, last_used_ip: __, ...unused } = SAMPLE_ACCESS_TOKEN;

/** The same token right after its creation. */
export const SAMPLE_NEW_TOKEN = unused satisfies OperationAnswer<"tokens.get">;

export const SAMPLE_TOKEN_BODY = {
  name: SAMPLE_ACCESS_TOKEN.name,
  expires_in: 90,
  scopes: SAMPLE_ACCESS_TOKEN.scopes,
  allowed_networks: SAMPLE_ACCESS_TOKEN.allowed_networks,
  description: SAMPLE_DESCRIPTION,
} satisfies OperationBody<"tokens.create">;

export const SAMPLE_INVENTORY_TOKEN = {
  ...SAMPLE_ACCESS_TOKEN,
  user_id: SAMPLE_SERVICE_USER.id,
  user_name: SAMPLE_SERVICE_USER.name,
  is_service_user: true,
  is_user_blocked: false,
  fingerprint: SAMPLE_TOKEN.slice(0, 14),
  state: "active",
  is_creator_blocked: false,
  created_by_name: SAMPLE_PERSON.name,
  last_used_agent: "ansible-httpget",
} satisfies OperationAnswer<"tokens.inventory">[number];

export const SAMPLE_DAYS = [
  { day: "2026-11-23", count: 24 },
  { day: "2026-11-24", count: 36 },
] satisfies OperationAnswer<"tokens.usage">["by_day"];

export const SAMPLE_INVITE = {
  id: "d3k5v3s4kv9c73a0b1eg",
  email: "invited@example.com",
  name: "Example Person",
  role: "user",
  auto_groups: [],
  expires_at: "2026-11-27T09:00:00.000Z",
  created_at: "2026-11-24T09:00:00.000Z",
  expired: false,
  valid: true,
} satisfies OperationAnswer<"invites.list">[number];

export const SAMPLE_GROUP = {
  id: "d3k5utk4kv9c73a0b1bg",
  name: "Ops",
  issued: "api",
  peers: [],
  peers_count: 0,
  resources: [],
  resources_count: 0,
} satisfies OperationAnswer<"groups.get">;

export const SAMPLE_SERVICE_BODY = {
  description: "The team's wiki",
  roles: null,
  groups: [SAMPLE_GROUP.id],
  methods: ["GET", "HEAD"],
  headers: "x-forwarded",
  also_accepts: [],
  challenge: "bearer",
} satisfies OperationBody<"protected_services.update">;

export const SAMPLE_SERVICE = {
  id: "d3k5v4k4kv9c73a0b1fg",
  slug: "wiki",
  required_scope: "service:wiki",
  ...SAMPLE_SERVICE_BODY,
  created_at: "2026-11-24T09:00:00.000Z",
  updated_at: "2026-11-24T09:00:00.000Z",
} satisfies OperationAnswer<"protected_services.get">;

export const SAMPLE_EVENT = {
  id: "128",
  timestamp: "2026-11-24T09:00:00.000Z",
  activity: "Personal access token created",
  activity_code: "personal.access.token.create",
  initiator_id: SAMPLE_PERSON.id,
  initiator_name: SAMPLE_PERSON.name,
  initiator_email: SAMPLE_PERSON.email,
  target_id: SAMPLE_SERVICE_USER.id,
  meta: { name: SAMPLE_ACCESS_TOKEN.name, is_service_user: "true", address: "192.0.2.7" },
} satisfies OperationAnswer<"events.list">[number];

const PATH_SAMPLES: Record<string, string> = {
  userId: SAMPLE_SERVICE_USER.id,
  tokenId: SAMPLE_ACCESS_TOKEN.id,
};

/** An example of a path parameter; if there is none, its name in capitals. */
export const pathSample = (name: string): string =>
  PATH_SAMPLES[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
