import { expect, test } from "vitest";
import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";
import type { EventView } from "#lib/contract/views.ts";
import { eventOrigin } from "./event-origin.ts";
import { eventSentence, sentenceText } from "./event-sentence.ts";

const event = (code: string, meta: EventView["meta"] = {}, change: Partial<EventView> = {}) => ({
  id: 1,
  timestamp: new Date(0),
  activityCode: code,
  initiatorId: "ada-id",
  initiatorName: "Ada",
  initiatorEmail: "ada@example.test",
  targetId: "target-id",
  meta,
  ...change,
});
const sentenceOf = (...given: Parameters<typeof event>) =>
  sentenceText(eventSentence(event(...given)));

const CODES = Object.keys(ACTIVITIES) as ActivityCode[];

/** Events by callers who are not known. */
const WITHOUT_INITIATOR: Partial<Record<ActivityCode, RegExp>> = {
  "dashboard.login.failed": /^Failed sign-in as/,
  "personal.access.token.leak": /^Access token of target-id was/,
  "personal.access.token.unused": /^Access token of target-id is unused/,
};

test.each(CODES)("%s reads as a sentence even without metadata", (code) => {
  const text = sentenceOf(code);
  expect(text).toMatch(WITHOUT_INITIATOR[code] ?? /^Ada \w+/);
  expect(text).not.toMatch(/[[\]{}]|undefined|something|\s\s|\s$/);
});

const role = { role: "network_admin", role_before: "user" };

test.each<[string, ActivityCode, EventView["meta"]]>([
  [
    "Ada changed the role of ci-deploy from User to Network Admin",
    "user.role.update",
    { username: "ci-deploy", ...role },
  ],
  [
    "Ada changed the role of ci-deploy to chief",
    "user.role.update",
    { username: "ci-deploy", role: "chief" },
  ],
  ["Ada renamed ci to ci-deploy", "user.name.update", { name_before: "ci", name: "ci-deploy" }],
  [
    "Ada changed the contact of ci from Bo to Cy",
    "service.user.contact.update",
    { username: "ci", contact: "c", contact_name: "Cy", contact_name_before: "Bo" },
  ],
  [
    "Ada changed the contact of ci from Bo to no one",
    "service.user.contact.update",
    { username: "ci", contact: "", contact_name: "", contact_name_before: "Bo" },
  ],
  [
    "Ada changed the description of ci",
    "service.user.description.update",
    { username: "ci", description: "b", description_before: "a" },
  ],
  ["Ada renamed group Dev to Devs", "group.update", { old_name: "Dev", new_name: "Devs" }],
  ["Ada deleted group Devs", "group.delete", { name: "Devs" }],
  [
    "Ada created setup keys ci at NetBird",
    "netbird.create",
    { module: "setup_keys", object_name: "ci", outcome: "ok" },
  ],
  [
    "Ada deleted peers target-id at NetBird: outcome unknown",
    "netbird.delete",
    { module: "peers", outcome: "unknown" },
  ],
  ["Ada added ci to group Devs", "user.group.add", { user_name: "ci", group: "Devs" }],
  ["Ada added 2 peers to group Devs", "peer.group.add", { group: "Devs", count: "2" }],
  [
    "Ada removed 1 resource from group Devs",
    "resource.group.delete",
    { group: "Devs", count: "1" },
  ],
  [
    "Ada invited bo@example.test as Admin",
    "user.invite.link.create",
    { email: "bo@example.test", role: "admin" },
  ],
  [
    "Ada changed the setting jwt_groups_claim_name from nothing to groups",
    "account.setting.update",
    { setting: "jwt_groups_claim_name", before: "", after: "groups" },
  ],
  [
    "Ada changed the setting personal_access_tokens_enabled from on to off",
    "account.setting.update",
    { setting: "personal_access_tokens_enabled", before: "true", after: "false" },
  ],
  [
    "Failed sign-in as bo@example.test: unknown email, 20 attempts within an hour",
    "dashboard.login.failed",
    { email: "bo@example.test", reason: "unknown_email", attempts: "20" },
  ],
  [
    "Ada ended Bo’s session in Firefox on Linux at 192.0.2.1",
    "dashboard.session.end",
    {
      username: "Bo",
      session_user_agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
      session_address: "192.0.2.1",
    },
  ],
])("“%s”", (text, code, meta) => {
  expect(sentenceOf(code, meta)).toBe(text);
});

test.each([["username"], ["user_name"], ["email"]])(
  "the owner of a token is named by %s where the event has no other name (B21)",
  (name) => {
    const text = sentenceOf("personal.access.token.delete", { name: "ci", [name]: "deploy" });
    expect(text).toBe("Ada revoked access token ci of deploy");
  },
);

test("a target or an initiator without a name is shown by its ID", () => {
  expect(sentenceOf("service.user.delete", {}, { initiatorName: "", initiatorEmail: "" })).toBe(
    "ada-id deleted service user target-id",
  );
});

test("an event about its own initiator says so", () => {
  const self = { targetId: "ada-id" };
  expect(sentenceOf("user.password.change", { username: "Ada" }, self)).toBe(
    "Ada changed their own password",
  );
  expect(sentenceOf("personal.access.token.create", { name: "ci" }, self)).toBe(
    "Ada created access token ci",
  );
});

test("brackets and braces in a name are text", () => {
  expect(sentenceOf("group.add", { name: "[{who}]" })).toBe("Ada created group [{who}]");
});

test("shows an unknown code as it is", () => {
  expect(sentenceOf("peer.dance")).toBe("Ada: peer.dance");
});

test("names carry the ID of their user or group", () => {
  const meta = { username: "ci", group: "Devs", group_id: "devs-id" };
  const ids = eventSentence(event("user.group.add", meta)).flatMap((part) =>
    typeof part === "string" ? [] : [part.id],
  );
  expect(ids).toEqual(["ada-id", "target-id", "devs-id"]);
});

test("the origin shows address, agent in words, token and request, without empty parts", () => {
  const meta = { address: "192.0.2.1", user_agent: "curl/8.5.0", token_id: "t", request_id: "r" };
  expect(eventOrigin(event("user.block", meta))).toEqual({
    address: "192.0.2.1",
    agent: "curl",
    tokenId: "t",
    requestId: "r",
  });
  expect(eventOrigin(event("user.block", { address: "", user_agent: "" }))).toEqual({
    address: undefined,
    agent: undefined,
    tokenId: undefined,
    requestId: undefined,
  });
});
