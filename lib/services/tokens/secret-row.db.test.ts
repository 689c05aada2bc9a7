import { expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill, folderOf, names, rowsOf } from "#lib/dev/testing/migrations.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember } from "#lib/dev/testing/team.ts";
import { flushWrites } from "../deferred-writes.ts";

test("a migration makes the hash of each token its current secret", async () => {
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(names.findIndex((name) => name.endsWith("_token_secrets"))));
  await fill(url);
  const before = (await rowsOf(url)).Token ?? [];
  await migrate(url);
  const after = await rowsOf(url);
  expect(after.TokenSecret).toEqual(
    before.map(({ id, publicId, hash, createdAt, expiresAt, ...use }) => ({
      ...{ id, tokenId: id, publicId, hash, state: "current", createdAt, expiresAt },
      ...{ endsAt: null, activatedAt: createdAt, lastUsedAt: use.lastUsedAt },
      ...{ lastUsedIp: use.lastUsedIp, lastUsedAgent: use.lastUsedAgent },
      ...{ replacedAt: null, overlapSeconds: null, rotatedBy: null, leakedAt: null },
    })),
  );
  expect(before).toHaveLength(2);
  expect(after.Token?.some((row) => "hash" in row)).toBe(false);
});

test("a token copies the public ID and expiry of its secret, which notes its last use", async () => {
  useTestSettings();
  await freshDatabase();
  const { id, token } = await seedMember(await seedAccount(), { role: "admin" });
  const path = `/api/users/${id}/tokens`;
  const made = await callApi("POST", path, { token, body: { name: "t", expires_in: 3 } });
  await flushWrites();
  await callApi("GET", path, { token: made.body.plain_token });
  await flushWrites();
  const where = { id: made.body.personal_access_token.id };
  const { secrets, ...row } = await database().read.token.findUniqueOrThrow({
    where,
    include: { secrets: true },
  });
  const { publicId, expiresAt, lastUsedAt, lastUsedIp, lastUsedAgent } = row;
  expect(secrets).toMatchObject([
    { state: "current", publicId, expiresAt, lastUsedAt, lastUsedIp, lastUsedAgent },
  ]);
  expect(lastUsedAt).not.toBeNull();
  await callApi("DELETE", `${path}/${where.id}`, { token });
  expect(await database().read.tokenSecret.count({ where: { tokenId: where.id } })).toBe(0);
});
