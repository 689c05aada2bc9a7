import { expect, test } from "vitest";
import type { ActivityCode } from "#lib/contract/activities.ts";
import type { EventView } from "#lib/contract/views.ts";
import { eventChange } from "./event-change.ts";

const changeOf = (activityCode: ActivityCode, meta: EventView["meta"] = {}) => {
  const people = { initiatorId: "ada-id", initiatorName: "Ada", initiatorEmail: "" };
  const event = { id: 1, timestamp: new Date(0), activityCode, targetId: "t", meta, ...people };
  const change = eventChange(event);
  return change && `${change.what}: ${change.before} → ${change.after}`;
};
const setting = (name: string, before: string, after: string) =>
  ["account.setting.update", { setting: name, before, after }] satisfies [
    ActivityCode,
    EventView["meta"],
  ];

test.each<[string, ActivityCode, EventView["meta"]]>([
  [
    "Role: User → Network Admin",
    "user.role.update",
    { role_before: "user", role: "network_admin" },
  ],
  ["Role: Admin → Owner", "transferred.owner.role", { role_before: "admin", role: "owner" }],
  ["Name: ci → ci-deploy", "user.name.update", { name_before: "ci", name: "ci-deploy" }],
  [
    "Contact: Bo → None",
    "service.user.contact.update",
    { contact_name_before: "Bo", contact_name: "" },
  ],
  [
    "Description: None → Nightly backup",
    "service.user.description.update",
    { description_before: "", description: "Nightly backup" },
  ],
  ["Name: Dev → Devs", "group.update", { old_name: "Dev", new_name: "Devs" }],
  ["Status: Active → Blocked", "user.block", { username: "ci" }],
  ["Status: Blocked → Active", "user.unblock", { username: "ci" }],
  [
    "Personal access tokens enabled: On → Off",
    ...setting("personal_access_tokens_enabled", "true", "false"),
  ],
  ["Access token max days: Not set → 90 days", ...setting("access_token_max_days", "null", "90")],
  ["Access token max days: 90 days → 1 day", ...setting("access_token_max_days", "90", "1")],
  ["Peer approval enabled: Off → On", ...setting("extra.peer_approval_enabled", "false", "true")],
  [
    "Peer login expiration: 1 day → 90 minutes",
    ...setting("peer_login_expiration", "86400", "5400"),
  ],
  ["Dns domain: Not set → corp.example", ...setting("dns_domain", "", "corp.example")],
  ["Jwt allow groups: None → a, b", ...setting("jwt_allow_groups", "[]", '["a","b"]')],
  ['Jwt allow groups: None → ["a","…', ...setting("jwt_allow_groups", "[]", '["a","…')],
])("“%s”", (text, code, meta) => {
  expect(changeOf(code, meta)).toBe(text);
});

test.each<[ActivityCode, EventView["meta"]]>([
  ["personal.access.token.create", { name: "ci", username: "deploy" }],
  ["user.invite.link.create", { email: "bo@example.test", role: "admin" }],
  ["group.delete", { name: "Devs" }],
])("%s, which replaces nothing, shows no change", (code, meta) => {
  expect(changeOf(code, meta)).toBeUndefined();
});
