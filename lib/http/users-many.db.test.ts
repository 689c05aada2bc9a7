import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team } from "#lib/dev/testing/team.ts";

/** More than Prisma's limit of 999 parameters for SQLite, and more than one batch of a list. */
const MANY = 1500;
const ids = Array.from({ length: MANY }, (_, at) => `user-${at}`);

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const createdAt = new Date();
  const user = { accountId: team.account.id, role: "user", isServiceUser: true, createdBy: "" };
  const token = { userId: team.machine.id, name: "t", expiresAt: createdAt };
  await database().write(async (tx) => {
    await tx.user.createMany({ data: ids.map((id) => ({ ...user, id, name: id, createdAt })) });
    await tx.membership.createMany({
      data: ids.map((userId) => ({ userId, position: 0, groupId: "g" })),
    });
    await tx.token.createMany({
      data: ids.map((id) => ({ ...token, id, publicId: id, createdAt, createdBy: id })),
    });
  });
});

test("a list of many users is complete, each with its groups", async () => {
  const { status, body } = await callApi("GET", "/api/users", { token: team.owner.token });
  expect(status).toBe(200);
  expect(body).toHaveLength(MANY + EVERYONE.length);
  expect(new Set(body.map(({ id }: { id: string }) => id)).size).toBe(body.length);
  const grouped = body.filter((user: { auto_groups: string[] }) => user.auto_groups[0] === "g");
  expect(grouped).toHaveLength(MANY);
});

test("a list of many tokens of many creators is complete", async () => {
  const path = `/api/users/${team.machine.id}/tokens`;
  const { status, body } = await callApi("GET", path, { token: team.owner.token });
  expect(status).toBe(200);
  expect(body).toHaveLength(MANY + 1);
});

test("a user with many tokens is deleted", async () => {
  const path = `/api/users/${team.machine.id}`;
  expect((await callApi("DELETE", path, { token: team.owner.token })).status).toBe(200);
  expect(await database().read.token.count({ where: { userId: team.machine.id } })).toBe(0);
});
