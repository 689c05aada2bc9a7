import { beforeAll, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { routes } from "./route.ts";

const PATHS = [
  ...(["/api/tokens/export", "/api/access-review/export"] as const),
  "/api/events/audit/export",
] as const;

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await seedToken(team.owner.id, { name: "Büro" });
});

async function bytesOf(path: (typeof PATHS)[number], query: string): Promise<Buffer> {
  const request = new Request(`http://127.0.0.1:3000${path}${query}`, {
    headers: { authorization: `Token ${team.owner.token}` },
  });
  const answer = await routes(path).GET(request);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

test.each(PATHS)("%s begins with one byte-order mark only on request", async (path) => {
  const plain = await bytesOf(path, "?format=csv");
  expect(plain.subarray(0, 3).toString()).toBe("id,");
  expect(await bytesOf(path, "?format=csv&bom=0")).toEqual(plain);
  const marked = await bytesOf(path, "?bom=1");
  expect(marked).toEqual(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain]));
  expect((await bytesOf(path, "?format=json")).subarray(0, 1).toString()).toBe("[");
});

test.each(PATHS)("%s refuses a byte-order mark for JSON, and any other value", async (path) => {
  for (const query of ["?format=json&bom=1", "?bom=yes", "?bom="]) {
    const { status, body } = await callApi("GET", path + query, { token: team.owner.token });
    expect([query, status, body.errors?.[0]?.path]).toEqual([query, 422, "bom"]);
  }
});
