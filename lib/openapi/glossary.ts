import type { Schema } from "./document-types.ts";

/**
 * What a field or parameter means, the same wherever the name stands; what an object's own field
 * means, where that is something else, under both names.
 */
const MEANINGS: Record<string, string> = {
  with_created:
    "Also the tokens that these created, and those that they created in turn, in the same step.",
  access_token_max_per_user:
    "Most live access tokens that a user or service user may have for a new one to be created. Tokens that exist stay.",
  access_tokens_manage_account:
    "Access tokens may change passwords, end sessions, pass on the ownership and delete the account. Only a session may turn it on.",
  access_token_max_days:
    "Most days that a token created from now on may live, whoever creates it; null for 365. Tokens that exist keep their expiry.",
  account_id: "The id of the account.",
  activity_code: "What happened, as a code that does not change.",
  activity: "What happened, in words.",
  address: "The address of whoever called, as the server saw it.",
  addresses: "Where it was used from, the last used first.",
  agent: "What the last caller from there said that it is.",
  auto_groups: "Ids of the groups that the user's peers join.",
  by_day: "Each of the days, the earliest first; the last one is today.",
  by_operation: "What it was used for, the most used first.",
  code: "The HTTP status, once more.",
  create_pat: "Also creates an access token, where the installation allows it.",
  created_at: "When it was created.",
  created_by_token_id:
    "Only tokens that the token with this id created, and those that they created in turn; it may be revoked by now.",
  is_creator_blocked:
    "Whether the creator is blocked or waits for approval: they may still know the token's text.",
  created_by: "The id of the user who created it.",
  count: "How often.",
  cursor: "Where the page begins: taken from the Link header of the page before.",
  database: "Whether the database answers.",
  day: "A day in UTC.",
  days: "How many days it tells of, today included.",
  email: "The e-mail address; a service user has none.",
  errors: "Each wrong field with its own message.",
  expiration_date: "From when on it is refused.",
  expires_in: "In how many seconds it expires.",
  first_used: "The first request from there that is known.",
  group_id: "The id of the group.",
  "Group.name": "The group's name; several groups may have the same.",
  id: "The id.",
  initiator_email: "The e-mail address of who did it, where there is one.",
  initiator_id: "The id of who did it.",
  initiator_name: "The name of who did it.",
  invite_token: "The invite's token, which its link holds.",
  is_blocked: "Whether the user is locked out.",
  is_current: "Whether this is the caller.",
  is_restricted: "A hint for interfaces: the caller sees only what is their own.",
  is_service_user: "Whether this is a machine account.",
  is_user_blocked: "Whether its owner is blocked or waits for approval, so that it gets 403.",
  issued: "Where it comes from: `api`, `integration` or `jwt`.",
  last_login: "The last sign-in; `0001-01-01T00:00:00Z` means never.",
  last_day: "The last day of them that had any.",
  last_used: "The last request that it authenticated; absent until the first.",
  message: "What was wrong, for people.",
  meta: "What else is known of it, as texts.",
  method: "The HTTP method.",
  modules: "Each module of the permission matrix with its four verbs.",
  name: "The name, for people.",
  onboarding: "Kept and returned; nothing acts on it here.",
  operation: "What was called, by a name that does not change.",
  "OperationUse.path": "The address, with its parameters in braces.",
  page_size:
    "How many a page holds. Without it and `cursor` a list is complete; only `GET /api/tokens` is always a page.",
  password: "A password of 10 to 72 bytes that is neither common nor holds the name or e-mail.",
  pat_expire_in: "How many days the access token is valid; 1 unless told.",
  path: "The field, dotted: `auto_groups.0`.",
  peers: "Kept in their order and returned; nothing acts on them here.",
  pending_approval: "Whether the user waits for an approval.",
  permissions: "What the caller may do.",
  personal_access_token: "The access token.",
  "PersonalAccessTokenRequest.expires_in": "In how many days it expires.",
  plain_token: "The access token's text.",
  request_id: "The id under which the server's log tells more.",
  reset_token: "The reset's token, which its link holds.",
  resource_id: "What an earlier request with the same Idempotency-Key made or changed.",
  resources: "Kept in their order and returned; nothing acts on them here.",
  role: "The role; letter case does not matter when it is sent.",
  bom: "`1` begins a CSV file with a byte-order mark, so that Excel reads it as UTF-8.",
  same_name: "Only what has this name, or one that differs only in case, blanks or Unicode form.",
  search: "Only what holds this text.",
  service_user: "Only service users, or only people.",
  settings: "The account's settings. Sending them replaces all.",
  setup_required: "Whether the first owner still has to be created.",
  since: "Only what happened at this instant or later.",
  sort: "The order; a minus turns it round.",
  status: "The present state.",
  summary: "What that does, for people.",
  target_id: "The id of what it happened to.",
  target_token_id:
    "Only what happened to the access token with this id, revoked or not; `target_id` must be its owner.",
  timestamp: "When it happened.",
  tokenId: "The id of an access token.",
  token_id: "The id of the access token.",
  total: "All of them together.",
  until: "Only what happened before this instant.",
  user_id: "The id of the user.",
  uses_30_days: "How many calls it made in the last 30 days, today included.",
  userId: "The id of a user or service user.",
};

/** Example values of path parameters. */
const SAMPLES: Record<string, string> = {
  userId: "d3k5v1s4kv9c73a0b1cg",
  tokenId: "d3k5v2c4kv9c73a0b1d0",
};

/** Secrets that an answer tells once and no later answer repeats. */
const SHOWN_ONCE = [
  "plain_token",
  "password",
  "invite_token",
  "personal_access_token",
  "reset_token",
];
const ONCE = "Returned in this answer only.";

/** What a name means, or undefined for one that the glossary does not hold. */
export const meaningOf = (name: string): string | undefined => MEANINGS[name];

/** An example for a path parameter; its own name in capitals where there is none. */
export const sampleOf = (name: string): string =>
  SAMPLES[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** A field's schema with its meaning; a secret in an answer is marked as told once. */
export function withMeaning(
  name: string,
  schema: Schema,
  { owner, answered }: { owner: string; answered: boolean },
): Schema {
  const once = answered && SHOWN_ONCE.includes(name) && schema.type === "string";
  const meaning = schema.description ?? MEANINGS[`${owner}.${name}`] ?? MEANINGS[name];
  const description = [meaning, once ? ONCE : undefined].filter(Boolean).join(" ");
  return {
    ...schema,
    ...(description === "" ? {} : { description }),
    ...(once ? { readOnly: true, "x-show-once": true } : {}),
  };
}
