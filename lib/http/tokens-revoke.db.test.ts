import { beforeEach, expect, test } from "vitest";
import { ROLES } from "#lib/contract/fields.ts";
import { revokedTokens } from "#lib/contract/token-inventory.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  markTokensUsed,
  seedAccount,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { REVOKE_FILTER_MAX } from "#lib/services/tokens/revoke-tokens.ts";
import { insertTerms } from "#lib/services/tokens/search-terms.ts";

let team: Team;
let machine: string;
let ids: string[];
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await markTokensUsed();
  machine = (await seedUser(team.account, { role: "user", isServiceUser: true, name: "ci" })).id;
  ids = [];
  for (const name of ["job a", "job b", "job c"]) ids.push((await seedToken(machine, { name })).id);
});

const revoke = (who: Who, body: unknown) =>
  callApi("POST", "/api/tokens/revoke", { token: team[who].token, body });
const idsIn = (items: { id: string }[]) => items.map(({ id }) => id).sort();
const left = async () =>
  idsIn(await database().read.token.findMany({ where: { userId: machine } }));
const events = () => database().read.auditEvent.findMany({ orderBy: { id: "asc" } });

test("tokens are revoked by ID, each once, each with an event", async () => {
  const [first = "", second = ""] = ids;
  const answer = await revoke("admin", { ids: [second, first, second] });
  expect(answer).toMatchObject({ status: 200, body: { matched: 2, deleted: 2 } });
  expect(revokedTokens.strict().safeParse(answer.body).error).toBeUndefined();
  expect(idsIn(answer.body.tokens)).toEqual([first, second].sort());
  expect(await left()).toEqual(ids.slice(2));
  const written = await events();
  expect(written).toHaveLength(2);
  for (const event of written) {
    expect(event).toMatchObject({
      activityCode: "personal.access.token.delete",
      initiatorId: team.admin.id,
      targetId: machine,
    });
    expect(event.meta).toMatchObject({
      user_name: "ci",
      is_service_user: "true",
      token_id: team.admin.tokenId,
    });
  }
  const label = written.map(({ meta }) => (meta as { target_token_id: string }).target_token_id);
  expect(label.sort()).toEqual([first, second].sort());
});

test("a filter revokes exactly the tokens of the list with that filter", async () => {
  const answer = await revoke("owner", { filter: { user_id: machine, search: "JOB B" } });
  expect(answer.body).toMatchObject({ matched: 1, deleted: 1, tokens: [{ name: "job b" }] });
  expect(await left()).toEqual([ids[0], ids[2]].sort());
  const fingerprint = `nbp_${team.reader.publicId}`;
  expect((await revoke("owner", { filter: { fingerprint } })).body.deleted).toBe(1);
  expect((await callApi("GET", "/api/users", { token: team.reader.token })).status).toBe(401);
  expect((await revoke("owner", { filter: { state: "expired" } })).body).toEqual({
    matched: 0,
    deleted: 0,
    tokens: [],
  });
});

test("a dry run returns the same tokens, revokes none and records no event", async () => {
  const body = { filter: { user_id: machine } };
  const planned = await revoke("owner", { ...body, dry_run: true });
  expect(planned.body).toMatchObject({ matched: 3, deleted: 0 });
  expect([await left(), await events()]).toEqual([[...ids].sort(), []]);
  const done = await revoke("owner", body);
  expect(done.body).toEqual({ ...planned.body, deleted: 3 });
  expect(await left()).toEqual([]);
});

test("an unknown or unreadable ID is 404 with that ID, and nothing is revoked", async () => {
  const own = (await seedToken(team.person.id)).id;
  for (const [who, given] of [
    ["admin", [ids[0], "NoSuchToken"]],
    ["person", [own, ids[0]]],
    ["auditor", [ids[0]]],
  ] as const) {
    const answer = await revoke(who, { ids: given });
    expect(answer).toMatchObject({
      status: 404,
      body: {
        message: `pat: ${given.at(-1)?.toLowerCase()} not found`,
        errors: [{ path: `ids.${given.length - 1}` }],
      },
    });
  }
  const elsewhere = await seedTeam();
  expect((await revoke("owner", { ids: [elsewhere.person.tokenId] })).status).toBe(404);
  expect(await left()).toEqual([...ids].sort());
  expect(await database().read.token.count({ where: { id: own } })).toBe(1);
  expect(await events()).toEqual([]);
});

test("every role revokes the token it uses by its fingerprint, without an ID", async () => {
  const account = await seedAccount({ personalTokens: false });
  for (const role of ROLES) {
    for (const isServiceUser of role === "owner" ? [false] : [false, true]) {
      const { token, tokenId, publicId } = await seedMember(account, { role, isServiceUser });
      const label = `${role} ${isServiceUser}`;
      const filter = { fingerprint: `nbp_${publicId}` };
      const answer = await callApi("POST", "/api/tokens/revoke", { token, body: { filter } });
      expect(answer, label).toMatchObject({ status: 200, body: { tokens: [{ id: tokenId }] } });
      expect((await callApi("GET", "/api/tokens", { token })).status, label).toBe(401);
    }
  }
});

test("a filter is limited to the caller's readable tokens", async () => {
  const answer = await revoke("person", { filter: { state: "active" } });
  expect(answer.body).toMatchObject({ deleted: 1, tokens: [{ id: team.person.tokenId }] });
  expect(await left()).toEqual([...ids].sort());
});

test("a token may revoke itself among others", async () => {
  const answer = await revoke("machine", { ids: [team.machine.tokenId, ids[0]] });
  expect(answer).toMatchObject({ status: 200, body: { deleted: 2 } });
  expect((await revoke("machine", { ids })).status).toBe(401);
});

test.each([
  [{}, ""],
  [{ ids: ["a"], filter: { state: "expired" } }, ""],
  [{ ids: [] }, "ids"],
  [{ ids: Array.from({ length: 1001 }, (_, at) => `${at}`) }, "ids"],
  [{ ids: [1] }, "ids.0"],
  [{ ids: "a" }, "ids"],
  [{ filter: {} }, "filter"],
  [{ filter: { search: "  " } }, "filter"],
  [{ filter: { state: "expired", usr_id: "x" } }, "filter.usr_id"],
  [{ filter: { user_id: "" } }, "filter.user_id"],
  [{ filter: { user_id: null } }, "filter.user_id"],
  [{ filter: { state: "any" } }, "filter.state"],
  [{ filter: { unused_for_days: 90 } }, "filter.unused_for_days"],
  [{ filter: { state: "unused", unused_for_days: "90" } }, "filter.unused_for_days"],
  [{ filter: { state: "expired" }, dryRun: true }, "dryRun"],
  [{ filter: { state: "expired" }, dry_run: "yes" }, "dry_run"],
  [{ filter: { state: "expired" }, with_created: "yes" }, "with_created"],
])("%j is refused and revokes nothing", async (body, path) => {
  const answer = await revoke("owner", body);
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
  expect(await left()).toEqual([...ids].sort());
});

test("a filter is evaluated at the revocation: a token used since is not unused", async () => {
  const { waiting, release } = await holdWrites();
  const answer = revoke("owner", { filter: { user_id: machine, state: "never_used" } });
  await waiting;
  await release((tx) =>
    tx.token.update({ where: { id: ids[0] ?? "" }, data: { lastUsedAt: new Date() } }),
  );
  expect((await answer).body.deleted).toBe(2);
  expect(await left()).toEqual([ids[0]]);
});

test("a caller who loses the grant while the revocation waits revokes nothing", async () => {
  const { waiting, release } = await holdWrites();
  const answer = revoke("admin", { ids });
  await waiting;
  await release((tx) => tx.user.update({ where: { id: team.admin.id }, data: { role: "user" } }));
  expect((await answer).status).toBe(404);
  expect(await left()).toEqual([...ids].sort());
});

test("a filter over the limit of one call is refused with all tokens kept", async () => {
  const at = new Date();
  const row = (id: string) => ({
    ...{ id, userId: machine, name: "many", nameKey: "many", publicId: id },
    ...{ expiresAt: at, createdAt: at, createdBy: machine },
  });
  const many = Array.from({ length: REVOKE_FILTER_MAX }, (_, n) => row(`many-${n}`));
  await database().write(async (tx) => {
    const rows = [...many, row("one more")];
    await tx.token.createMany({ data: rows });
    await insertTerms(tx, rows);
  });
  const body = { filter: { search: "many" } };
  const refused = await revoke("owner", body);
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, "filter"]);
  expect(await database().read.token.count({ where: { name: "many" } })).toBe(many.length + 1);
  await revoke("owner", { ids: ["one more"] });
  const answer = await revoke("owner", body);
  expect([answer.status, answer.body.deleted]).toEqual([200, REVOKE_FILTER_MAX]);
  expect(answer.body.tokens).toHaveLength(1000);
  expect(await database().read.auditEvent.count()).toBe(REVOKE_FILTER_MAX + 1);
  expect(await left()).toEqual([...ids].sort());
});
