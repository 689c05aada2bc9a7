import { beforeAll, beforeEach, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedGroup, seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
beforeEach(async () => {
  await database().write(async (tx) => {
    await tx.account.updateMany({ data: { settings: accountSettings.parse({}) } });
    await tx.auditEvent.deleteMany();
  });
});

const read = async (who: Who = "owner") =>
  (await callApi("GET", "/api/accounts", { token: team[who].token })).body[0];
/** By a session: a token changes no settings of tokens. */
const put = async (body: unknown, who: Who = "owner", id = team.account.id) => {
  const credential = team[who].email === "" ? team[who] : await seedSession(team[who].id);
  return callApi("PUT", `/api/accounts/${id}`, { ...credential, body });
};
/** The minimum of a PUT: an absent login expiration is 0, which is refused. */
const LEAST = { peer_login_expiration: 3600 };
const events = async () => {
  const rows = await database().read.auditEvent.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ activityCode, targetId, meta }) => ({ activityCode, targetId, meta }));
};

const NEW_ACCOUNT = {
  peer_login_expiration_enabled: true,
  peer_login_expiration: 86400,
  peer_inactivity_expiration_enabled: false,
  peer_inactivity_expiration: 600,
  regular_users_view_blocked: true,
  groups_propagation_enabled: true,
  jwt_groups_enabled: false,
  jwt_groups_claim_name: "",
  jwt_allow_groups: [],
  routing_peer_dns_resolution_enabled: true,
  dns_domain: "",
  network_range: "100.64.0.0/16",
  network_range_v6: "fd6e:b7a4:51c0::/64",
  peer_expose_enabled: false,
  peer_expose_groups: null,
  ipv6_enabled_groups: null,
  lazy_connection_enabled: true,
  auto_update_version: "",
  auto_update_always: false,
  metrics_push_enabled: false,
  local_mfa_enabled: false,
  agent_network_only: false,
  embedded_idp_enabled: true,
  local_auth_disabled: false,
  personal_access_tokens_enabled: true,
  access_token_max_days: null,
  service_token_max_days: null,
  access_token_max_per_user: 100,
  access_tokens_manage_account: false,
  access_token_disable_unused_days: null,
  leak_action: "revoke",
  access_review_days: null,
  extra: {
    user_approval_required: true,
    peer_approval_enabled: false,
    network_traffic_logs_enabled: false,
    network_traffic_logs_groups: null,
    network_traffic_packet_counter_enabled: false,
  },
};

test("the account list has one entry with every setting at NetBird's defaults", async () => {
  const answer = await callApi("GET", "/api/accounts", { token: team.owner.token });
  expect(answer.body).toEqual([
    {
      id: team.account.id,
      settings: NEW_ACCOUNT,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      created_by: "",
      domain: "",
      domain_category: "",
      onboarding: { onboarding_flow_pending: false, signup_form_pending: false },
    },
  ]);
});

test("a PUT stores and returns every setting", async () => {
  const group = await seedGroup(team.account);
  const sent = {
    peer_login_expiration_enabled: false,
    peer_login_expiration: 15552000,
    peer_inactivity_expiration_enabled: true,
    peer_inactivity_expiration: 7,
    regular_users_view_blocked: false,
    groups_propagation_enabled: false,
    jwt_groups_enabled: true,
    jwt_groups_claim_name: "groups",
    jwt_allow_groups: [],
    routing_peer_dns_resolution_enabled: false,
    dns_domain: "corp.example",
    network_range: "10.1.0.0/16",
    network_range_v6: "fd00:1::/64",
    peer_expose_enabled: true,
    peer_expose_groups: ["unknown"],
    ipv6_enabled_groups: [group],
    lazy_connection_enabled: false,
    auto_update_version: "0.64.5",
    auto_update_always: true,
    metrics_push_enabled: true,
    local_mfa_enabled: false,
    agent_network_only: true,
    dashboard_features: { agent_network: true },
    personal_access_tokens_enabled: false,
    access_token_max_days: 365,
    access_token_max_per_user: 7,
    access_review_days: 90,
    extra: {
      user_approval_required: false,
      peer_approval_enabled: true,
      network_traffic_logs_enabled: true,
      network_traffic_logs_groups: [group],
      network_traffic_packet_counter_enabled: true,
    },
  };
  const onboarding = { onboarding_flow_pending: true, signup_form_pending: true };
  const answer = await put({ settings: sent, onboarding });
  expect(answer).toMatchObject({ status: 200, body: { settings: sent, onboarding } });
  expect(await read()).toEqual(answer.body);
});

test("absent settings get NetBird's values; extra, onboarding and Roost's own stay", async () => {
  const group = await seedGroup(team.account);
  const first = {
    ...NEW_ACCOUNT,
    dns_domain: "a.example",
    network_range: "10.1.0.0/16",
    ipv6_enabled_groups: [group],
    dashboard_features: { agent_network: true },
    personal_access_tokens_enabled: false,
    access_token_max_days: 90,
    access_token_max_per_user: 9,
    extra: { user_approval_required: false, network_traffic_logs_groups: [group] },
  };
  await put({ settings: first, onboarding: { signup_form_pending: true } });
  const { body } = await put({ settings: { ...LEAST, extra: null } });
  expect(body.settings).toEqual({
    ...NEW_ACCOUNT,
    peer_login_expiration_enabled: false,
    peer_login_expiration: 3600,
    peer_inactivity_expiration: 0,
    regular_users_view_blocked: false,
    groups_propagation_enabled: false,
    routing_peer_dns_resolution_enabled: false,
    lazy_connection_enabled: false,
    personal_access_tokens_enabled: false,
    access_token_max_days: 90,
    access_token_max_per_user: 9,
    extra: {
      ...NEW_ACCOUNT.extra,
      user_approval_required: false,
      network_traffic_logs_groups: [group],
    },
  });
  expect(body.onboarding).toEqual({ onboarding_flow_pending: false, signup_form_pending: true });
  const partial = await put({ settings: { ...LEAST, extra: { peer_approval_enabled: true } } });
  expect(partial.body.settings.extra).toEqual({
    ...NEW_ACCOUNT.extra,
    user_approval_required: false,
    peer_approval_enabled: true,
  });
});

test("nested fields are read in any letter case, and null is absent", async () => {
  const { body } = await put({
    Settings: {
      PEER_LOGIN_EXPIRATION: 3600,
      dns_domain: null,
      Extra: { Peer_Approval_Enabled: true },
    },
  });
  expect(body.settings).toMatchObject({
    peer_login_expiration: 3600,
    dns_domain: "",
    extra: { peer_approval_enabled: true },
  });
});

test("owners and admins write, roles with the grant read, others get 403", async () => {
  const body = { settings: LEAST };
  const writers: Who[] = ["owner", "admin", "machine"];
  const readers: Who[] = ["networkAdmin", "auditor", "billingAdmin", "reader"];
  for (const who of writers) expect((await put(body, who)).status, who).toBe(200);
  for (const who of [...readers, "person"] as const) {
    expect(await put(body, who), who).toMatchObject({
      status: 403,
      body: { message: "permission denied" },
    });
  }
  for (const who of [...writers, ...readers]) {
    expect((await read(who)).id, who).toBe(team.account.id);
  }
  const refused = await callApi("GET", "/api/accounts", { token: team.person.token });
  expect(refused).toMatchObject({ status: 403, body: { message: "permission denied" } });
});

test("an admin's PUT changes only settings, not the account, its owner or the admin", async () => {
  const before = await read();
  const foreign = { created_by: team.admin.id, owner: team.admin.id };
  const more = { role: "owner", owner: team.admin.id, accountId: "x" };
  const { body } = await put({ ...foreign, settings: { ...NEW_ACCOUNT, ...more } }, "admin");
  expect(body).toEqual(before);
  expect(await read()).toEqual(before);
  const { account: stored } = await database().read.user.findUniqueOrThrow({
    where: { id: team.owner.id },
    select: { account: true },
  });
  expect(Object.keys(stored.settings as object).sort()).toEqual(
    Object.keys(accountSettings.parse({})).sort(),
  );
  const roles = await database().read.user.findMany({ where: { role: "owner" } });
  expect(roles.map(({ id }) => id)).toEqual([team.owner.id]);
});

test("another account's ID is 403 for every role and changes nothing", async () => {
  const before = await read();
  for (const who of ["owner", "person"] as const) {
    expect(await put({ settings: LEAST }, who, "another")).toMatchObject({
      status: 403,
      body: { message: "failed to validate user permissions: user is not part of this account" },
    });
  }
  expect(await read()).toEqual(before);
});

test("each changed setting is one event with old and new value", async () => {
  await put({ settings: NEW_ACCOUNT });
  expect(await events()).toEqual([]);
  const group = await seedGroup(team.account);
  await put({
    settings: {
      ...NEW_ACCOUNT,
      groups_propagation_enabled: false,
      peer_login_expiration: 7200,
      regular_users_view_blocked: false,
      ipv6_enabled_groups: [group],
      extra: { ...NEW_ACCOUNT.extra, user_approval_required: false },
    },
  });
  const recorded = await events();
  const of = (activityCode: string, setting: string, before: string, after: string) =>
    expect.objectContaining({
      activityCode,
      targetId: team.account.id,
      meta: expect.objectContaining({ setting, before, after }),
    });
  expect(recorded).toEqual([
    of("account.setting.group.propagation.disable", "groups_propagation_enabled", "true", "false"),
    of("account.setting.update", "regular_users_view_blocked", "true", "false"),
    of("account.setting.update", "extra.user_approval_required", "true", "false"),
    of("account.setting.peer.login.expiration.update", "peer_login_expiration", "86400", "7200"),
    of("account.setting.ipv6.enable", "ipv6_enabled_groups", "null", JSON.stringify([group])),
  ]);
});

test("group propagation decides whether changes of auto groups are recorded", async () => {
  const group = await seedGroup(team.account);
  const assign = (auto_groups: string[]) =>
    callApi("PUT", `/api/users/${team.person.id}`, {
      token: team.owner.token,
      body: { role: "user", auto_groups },
    });
  await put({ settings: { ...NEW_ACCOUNT, groups_propagation_enabled: false } });
  await assign([group]);
  await put({ settings: NEW_ACCOUNT });
  await assign([]);
  const codes = (await events()).map(({ activityCode }) => activityCode);
  expect(codes.filter((code) => code.startsWith("user.group."))).toEqual(["user.group.delete"]);
});

test("regular users see the blocked view, and personal tokens can be disabled", async () => {
  const restricted = async () =>
    (await callApi("GET", "/api/users/current", { token: team.person.token })).body.permissions
      .is_restricted;
  const create = async () => {
    const body = { name: "t", expires_in: 1 };
    const path = `/api/users/${team.person.id}/tokens`;
    return (await callApi("POST", path, { token: team.person.token, body })).status;
  };
  expect([await restricted(), await create()]).toEqual([true, 200]);
  await put({ settings: { ...LEAST, personal_access_tokens_enabled: false } });
  expect([await restricted(), await create()]).toEqual([false, 403]);
});

test("the longest token lifetime is set, recorded, kept when absent and removed by null", async () => {
  const days = async (settings: object) =>
    (await put({ settings: { ...LEAST, ...settings } })).body.settings.access_token_max_days;
  expect(await days({ access_token_max_days: 90 })).toBe(90);
  expect(await days({})).toBe(90);
  expect(await days({ access_token_max_days: null })).toBeNull();
  const recorded = (await events()).filter(
    ({ meta }) => Object(meta).setting === "access_token_max_days",
  );
  expect(recorded).toMatchObject([
    { activityCode: "account.setting.update", meta: { before: "null", after: "90" } },
    { activityCode: "account.setting.update", meta: { before: "90", after: "null" } },
  ]);
});

test("a blocked admin can neither read nor write the account", async () => {
  const { token } = await seedMember(team.account, { role: "admin", isBlocked: true });
  const message = "failed to validate user permissions: user is blocked";
  const path = `/api/accounts/${team.account.id}`;
  const answers = [
    await callApi("GET", "/api/accounts", { token }),
    await callApi("PUT", path, { token, body: { settings: LEAST } }),
    await callApi("DELETE", path, { token }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 403, body: { message } });
});
