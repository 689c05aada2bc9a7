import { expect, test } from "../fixtures/test.ts";
import { type GoClient, goClient } from "./go-client.ts";
import {
  groupResource,
  type Resource,
  type State,
  tokenResource,
  userResource,
} from "./provider.ts";
import { accountResource } from "./provider-account.ts";

const AGENT = { userAgent: "terraform-provider-netbird/0.0.9 Terraform/1.9.5" };

/** A refresh finds what the last apply left, and a plan what is configured. */
async function expectNoChange(
  resource: Resource,
  client: GoClient,
  { state, config }: { state: State; config: Record<string, unknown> },
): Promise<void> {
  for (let run = 1; run <= 2; run += 1) {
    const refreshed = await resource.read(client, state);
    expect(refreshed).toEqual(state);
    expect(refreshed).toMatchObject(config);
  }
}

async function apply(resource: Resource, client: GoClient, config: Record<string, unknown>) {
  const state = await resource.create(client, config);
  await expectNoChange(resource, client, { state, config });
  return state;
}

async function applyChange(
  resource: Resource,
  client: GoClient,
  { before, config }: { before: State; config: Record<string, unknown> },
) {
  const state = await resource.update(client, before, config);
  expect(state.id).toBe(before.id);
  await expectNoChange(resource, client, { state, config });
  return state;
}

/** A refresh drops what was deleted elsewhere; deleting it again is an error. */
async function destroyTwice(resource: Resource, client: GoClient, state: State): Promise<void> {
  await resource.destroy(client, state);
  expect(await resource.read(client, state)).toBeNull();
  await expect(resource.destroy(client, state)).rejects.toThrow("not found");
}

test("netbird_user: after each apply a plan shows no change", async ({ roost, owner }) => {
  const client = goClient(`${roost.url}/`, owner.token, AGENT);
  const groups = await Promise.all(
    ["tf-b", "tf-a", "tf-c"].map((name) => groupResource.create(client, { name })),
  );
  const [b, a, c] = groups.map(({ id }) => id);
  const plain = await apply(userResource, client, { name: "tf-plain", is_service_user: true });
  expect(plain).toMatchObject({
    role: "user",
    auto_groups: [],
    last_login: "0001-01-01T00:00:00Z",
  });

  const given = { name: "tf-user", is_service_user: true, role: "admin", auto_groups: [b, a] };
  const made = await apply(userResource, client, given);
  const changed = { role: "auditor", auto_groups: [c, b, a], is_blocked: true };
  const blocked = await applyChange(userResource, client, { before: made, config: changed });
  expect(blocked).toMatchObject({ name: "tf-user", status: "blocked" });
  const config = { role: "user", auto_groups: [] };
  await applyChange(userResource, client, { before: blocked, config });

  const person = { name: "Tf", email: "tf@example.test", is_service_user: false, role: "auditor" };
  const human = await apply(userResource, client, person);
  for (const state of [plain, made, human]) await destroyTwice(userResource, client, state);
  for (const state of groups) await groupResource.destroy(client, state);
});

test("netbird_token: after an apply a plan shows no change, and an import finds its days", async ({
  roost,
  owner,
}) => {
  const client = goClient(roost.url, owner.token, AGENT);
  const user = await userResource.create(client, { name: "tf-tokens", is_service_user: true });
  for (const expiration_days of [1, 30, 365]) {
    const config = { user_id: user.id, name: `of ${expiration_days}`, expiration_days };
    const state = await apply(tokenResource, client, config);
    roost.remember(String(state.token));
    expect(state.last_used).toBeNull();
    expect(state.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    await destroyTwice(tokenResource, client, state);
  }
  const config = { user_id: user.id, name: "of a deleted user", expiration_days: 7 };
  const orphan = await tokenResource.create(client, config);
  roost.remember(String(orphan.token));
  await userResource.destroy(client, user);
  expect(await tokenResource.read(client, orphan)).toBeNull();
});

test("netbird_group: after each apply a plan shows no change, peers in the order given", async ({
  roost,
  owner,
}) => {
  const client = goClient(roost.url, owner.token, AGENT);
  const config = { name: "tf-group", peers: ["peer-b", "peer-a"] };
  const made = await apply(groupResource, client, config);
  const changed = { name: "tf-renamed", peers: ["peer-c", "peer-b", "peer-a"] };
  const state = await applyChange(groupResource, client, { before: made, config: changed });
  await applyChange(groupResource, client, { before: state, config: { ...config, peers: [] } });
  await destroyTwice(groupResource, client, state);
  const bare = await apply(groupResource, client, { name: "tf-bare" });
  expect(bare).toMatchObject({ peers: [], resources: [] });
  await groupResource.destroy(client, bare);
});

test("netbird_account_settings: after each apply a plan shows no change", async ({
  roost,
  owner,
}) => {
  const client = goClient(roost.url, owner.token, AGENT);
  const [{ settings: original }] = await client("GET", "/api/accounts");
  const unset = await apply(accountResource, client, {});
  const config = {
    peer_login_expiration: 7200,
    groups_propagation_enabled: false,
    jwt_allow_groups: [],
    jwt_groups_claim_name: "groups",
    network_range: "100.72.0.0/16",
    dns_domain: "tf.example.test",
    user_approval_required: false,
    network_traffic_logs_groups: [],
  };
  const state = await applyChange(accountResource, client, { before: unset, config });
  await accountResource.destroy(client, state);
  expect(await accountResource.read(client, state), "a destroy leaves them").toEqual(state);

  const restored = { ...unset, network_traffic_logs_groups: null };
  await applyChange(accountResource, client, { before: state, config: restored });
  const [{ settings }] = await client("GET", "/api/accounts");
  expect(settings.extra).toEqual(original.extra);
  expect(settings.personal_access_tokens_enabled).toBe(original.personal_access_tokens_enabled);
});

test("what only a NetBird server has is empty to the provider, and creating it an error", async ({
  roost,
  owner,
}) => {
  const client = goClient(roost.url, owner.token, AGENT);
  for (const path of ["/api/networks", "/api/routes", "/api/policies", "/api/setup-keys"]) {
    expect(await client("GET", path), path).toEqual([]);
    await expect(client("POST", path, { name: "x" }), path).rejects.toMatchObject({
      code: 501,
      message: `POST ${path} needs a NetBird server: set NETBIRD_URL`,
    });
  }
});

test("a tenant that the provider names changes nothing", async ({ roost, owner }) => {
  const client = goClient(roost.url, owner.token, AGENT);
  const users = await client("GET", "/api/users");
  expect(await client("GET", "/api/users?account=another")).toEqual(users);
});
