import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { TOKEN_ORDER_NAMES } from "#lib/contract/tokens.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { type Database, database, useDatabase } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { watchPlans } from "#lib/dev/testing/query-plans.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Actor } from "./context.ts";
import { findToken } from "./credentials.ts";
import { findSubjects } from "./events/find-subjects.ts";
import { describeGroups } from "./groups/describe-groups.ts";
import { noteDue } from "./notices/note-due.ts";
import { countReviews } from "./reviews/list-reviews.ts";
import { listInventory } from "./tokens/list-inventory.ts";
import { listTokens } from "./tokens/list-tokens.ts";
import { insertTerms } from "./tokens/search-terms.ts";
import { insertFirstSecrets } from "./tokens/secret-row.ts";
import { summarizeTokens } from "./tokens/summarize-tokens.ts";
import { rankTokens } from "./usage/rank-tokens.ts";
import { getUser } from "./users/get-user.ts";
import { listUsers } from "./users/list-users.ts";

const USERS = 3000;
let team: Team;
let actor: Actor;
let opened: Database;
let plans: Awaited<ReturnType<typeof watchPlans>>;

beforeAll(async () => {
  useTestSettings();
  const { url, database } = await freshDatabase();
  opened = database;
  team = await seedTeam();
  const { id, name, email, role } = team.owner;
  actor = {
    ...{ userId: id, accountId: team.account.id, name, email, role, isServiceUser: false },
    ...{
      personalTokens: true,
      inSession: true,
      recentProof: true,
      managesAccount: true,
      scopes: null,
      expiresAt: null,
      limits: null,
      networks: null,
      settings: {} as Actor["settings"],
    },
    credential: { kind: "token", id: team.owner.tokenId, secretId: "" },
    origin: { address: "", userAgent: "", requestId: "" },
  };
  await opened.write(async (tx) => {
    const at = new Date();
    const rest = { accountId: actor.accountId, role: "user", createdBy: id, isServiceUser: true };
    const users = Array.from({ length: USERS }, (_, index) => ({
      ...rest,
      id: newXid(),
      name: `machine-${index}`,
      nameKey: `machine-${index}`,
      createdAt: new Date(at.getTime() - index * 1000),
    }));
    await tx.user.createMany({ data: users });
    const token = { expiresAt: at, createdBy: id, createdAt: at };
    const tokens = users.map((user, index) => ({
      ...token,
      id: newXid(),
      userId: user.id,
      name: "a",
      nameKey: "a",
      publicId: String(index).padStart(10, "0"),
    }));
    await tx.token.createMany({ data: tokens });
    const times = { expiresAt: at, createdAt: at };
    await insertFirstSecrets(
      tx,
      tokens.map(({ id: tokenId, publicId }) => ({ tokenId, publicId, hash: "", ...times })),
    );
    await insertTerms(tx, tokens);
    // PostgreSQL would do this by itself within a minute.
    if (url.startsWith("postgres")) await tx.$executeRawUnsafe("ANALYZE");
  });
  plans = await watchPlans(url, opened);
});
afterAll(() => plans.close());

/** Plan steps of PostgreSQL and SQLite that read all rows, or that sort. */
const READS_ALL =
  /Seq Scan on "?(User|Token|TokenSecret)|SCAN (main\.)?"?(User|Token|TokenSecret)\b(?!.*USING)/;
const SORTS = /\bSort Key|USE TEMP B-TREE FOR ORDER BY/;

const assertIndexed = (found: string[]) => {
  expect(found.length).toBeGreaterThan(0);
  for (const plan of found) expect(plan).not.toMatch(READS_ALL);
};

test.each([undefined, "name", "-name", "created_at", "last_login", "-last_login"] as const)(
  "reads a first or deep page of users by %s from an index in that order",
  async (sort) => {
    const page = { page_size: 50, sort };
    const first = await plans.plansOf(() => listUsers(actor, { ...page, service_user: undefined }));
    const { next } = await listUsers(actor, { ...page, service_user: undefined, page_size: 500 });
    const deep = await plans.plansOf(() =>
      listUsers(actor, { ...page, service_user: undefined, cursor: next ?? undefined }),
    );
    for (const found of [first, deep]) {
      assertIndexed(found);
      expect(found[0]).not.toMatch(SORTS);
    }
  },
);

test.each([undefined, "name", "-last_login"] as const)(
  "reads a page of service users by %s from an index in that order",
  async (sort) => {
    const page = { service_user: true, page_size: 50, sort };
    const found = await plans.plansOf(() => listUsers(actor, page));
    assertIndexed(found);
    expect(found[0]).not.toMatch(SORTS);
  },
);

test.each(TOKEN_ORDER_NAMES.flatMap((name) => [name, `-${name}`] as const))(
  "reads a page of all tokens by %s from an index in that order",
  async (sort) => {
    const found = await plans.plansOf(() => listInventory(actor, { sort }));
    assertIndexed(found.filter((plan) => plan.includes("Token_")));
    for (const plan of found) expect(plan).not.toMatch(SORTS);
  },
);

test.each(
  (["expired", "never_used"] as const).flatMap((state) =>
    ([undefined, "name", "expiration_date", "-last_used"] as const).map(
      (sort) => [state, sort] as const,
    ),
  ),
)("reads a page of many %s tokens along the order %s", async (state, sort) => {
  const found = await plans.plansOf(() => listInventory(actor, { state, sort }));
  assertIndexed(found.filter((plan) => plan.includes("Token_")));
  for (const plan of found) expect(plan).not.toMatch(SORTS);
});

test.each(
  [{ restricted: false }, { scope: "users:write" }].flatMap((filter) =>
    ([undefined, "name", "-last_used"] as const).map((sort) => [filter, sort] as const),
  ),
)("reads a page of the many tokens with %j along the order %s", async (filter, sort) => {
  const found = await plans.plansOf(() => listInventory(actor, { ...filter, sort }));
  assertIndexed(found.filter((plan) => plan.includes("Token_")));
  for (const plan of found) expect(plan).not.toMatch(SORTS);
});

test("finds the few tokens of a creator by the creator's index, in every order", async () => {
  const few = { created_by: team.machine.id };
  for (const sort of ["-created_at", "name", "-last_used"] as const) {
    const found = await plans.plansOf(() => listInventory(actor, { ...few, sort }));
    expect(found.join("\n")).toContain("Token_createdBy_createdAt_id_idx");
  }
});

test("a search reads the index of terms", async () => {
  const [, probe] = await plans.plansOf(() => listInventory(actor, { search: "no such" }));
  expect(probe).toContain("TokenPart_part_tokenId_idx");
});

test("a search of users reads the index of names, then the few users found", async () => {
  const [names, emails, users] = await plans.plansOf(() =>
    listUsers(actor, { service_user: undefined, page_size: 50, search: "machine-42" }),
  );
  expect(emails).toMatch(/User_emailKey_key|User_account/);
  expect(users).toMatch(/sqlite_autoindex_User_1|User_pkey/);
  // PostgreSQL knows that the users of the test are few.
  if (inject("testDatabases").kind === "sqlite") {
    expect(names).toContain("COVERING INDEX User_accountId_nameKey_id_idx");
  }
});

test("the subjects of events are found by their IDs, not among all of the account", async () => {
  const { id, tokenId } = team.machine;
  // With a few, SQLite would choose the index of IDs by itself.
  const many = [id, tokenId, ...Array.from({ length: 100 }, newXid)];
  const found = await plans.plansOf(() => findSubjects(actor, many));
  expect(found).toHaveLength(3);
  // SQLite's plan step for reading every row of the account.
  for (const plan of found) expect(plan).not.toContain("(accountId=?");
  expect(await findSubjects(actor, [id, tokenId])).toHaveLength(2);
});

test("the summary reads rows of days, and only ranges of the tokens", async () => {
  const found = await plans.plansOf(() => summarizeTokens(actor));
  const counts = found.filter((plan) => plan.includes("TokenDay"));
  expect(counts).toHaveLength(1);
  // All tokens of the test expire today: PostgreSQL knows it, and reads them all.
  if (inject("testDatabases").kind === "sqlite") assertIndexed(counts);
});

test("a filter looks up memberships by user, not among all members of the group", async () => {
  const filter = { service_user: true, group_id: newXid() };
  const found = await plans.plansOf(() => listUsers(actor, filter));
  expect(found.join("\n")).toContain("Membership");
  // SQLite's plan step for reading every membership of the group.
  for (const plan of found) expect(plan).not.toContain("(groupId=?)");
});

test("service users are found by their contact in an index in the order of the list", async () => {
  const filter = { service_user: undefined, contact: team.person.id, page_size: 50 };
  const [plan] = await plans.plansOf(() => listUsers(actor, filter));
  expect(plan).toContain("User_accountId_contactId_createdAt_id_idx");
  expect(plan).not.toMatch(SORTS);
});

test("the members of a group are counted and named among its memberships only", async () => {
  const groupId = newXid();
  await database().write((tx) =>
    tx.membership.create({ data: { userId: team.person.id, position: 0, groupId } }),
  );
  const group = { id: groupId, name: "ci", issued: "api" as const, peers: [], resources: [] };
  const found = await plans.plansOf(() => describeGroups(actor, [group]));
  const members = found.filter((plan) => plan.includes("Membership"));
  expect(members).toHaveLength(2);
  // PostgreSQL reads a table of few rows as a whole.
  if (inject("testDatabases").kind !== "sqlite") return;
  for (const plan of members) expect(plan).toContain("Membership_groupId_userId_idx");
  assertIndexed(members);
});

test("finds a token by public ID, and a user with their tokens, through indexes only", async () => {
  assertIndexed(await plans.plansOf(() => findToken(team.machine.publicId)));
  assertIndexed(await plans.plansOf(() => getUser(actor, team.machine.id)));
  assertIndexed(await plans.plansOf(() => listTokens(actor, team.machine.id, {})));
});

test("finds tokens past a notice threshold through the index of expiries only", async () => {
  const later = new Date(Date.now() + 90 * DAY_MS);
  const { signal } = new AbortController();
  const found = await plans.plansOf(() => noteDue(new Map(), later, signal));
  assertIndexed(found);
  for (const plan of found) {
    expect(plan).toContain("Token_expiresAt_id_lastUsedAt_createdAt_disabledAt_idx");
    expect(plan).not.toMatch(SORTS);
  }
});

test("a ranking reads tokens along their expiry, owners by ID, and uses by token", async () => {
  const found = await plans.plansOf(() => rankTokens(actor, {}));
  if (inject("testDatabases").kind !== "sqlite") return;
  const [working = "", ...uses] = found.filter((plan) => plan.includes("SEARCH"));
  expect(working).toContain("Token_disabledAt_expiresAt_id_idx");
  expect(working).toContain("SEARCH u USING INDEX sqlite_autoindex_User_1 (id=?)");
  expect(working).not.toMatch(SORTS);
  expect(uses.join("\n")).toContain("(tokenId=? AND day>?)");
});

test("service users due for review are counted in the index of reviews alone", async () => {
  const settings = { ...actor.settings, accessReviewDays: 30 };
  const found = await plans.plansOf(() => countReviews({ ...actor, settings }, { due: "true" }));
  expect(found.join("\n")).toContain("User_accountId_isServiceUser_reviewedAt_createdAt_id_idx");
});

test("a complete list may have more users than a query may have parameters", async () => {
  useDatabase(opened);
  const { items } = await listUsers(actor);
  expect(items).toHaveLength(await opened.read.user.count());
  expect(items.length).toBeGreaterThan(USERS);
});
