import { expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam } from "#lib/dev/testing/team.ts";

/* A creation answers from the values that it stored, without reading them. */

const groups = (...ids: string[]) => ({ role: "user", auto_groups: ids });

test.each(["token", "session"])("by %s, an answer is what a later read returns", async (kind) => {
  useTestSettings();
  await freshDatabase();
  const { owner, account } = await seedTeam();
  const { cookie } = await seedSession(owner.id);
  const credential = kind === "token" ? { token: owner.token } : { cookie };
  const call = (method: "GET" | "POST", path: string, body?: object) =>
    callApi(method, path, { ...credential, ...(body && { body }) });

  const service = { ...groups(account.allGroupId, "gone"), is_service_user: true, name: "É ci" };
  const person = { ...groups(), is_service_user: false, name: "Ann", email: "Ann@example.test" };
  for (const body of [service, person]) {
    const made = await call("POST", "/api/users", body);
    expect(made.status).toBe(200);
    const { password: _, ...user } = made.body;
    expect((await call("GET", `/api/users/${user.id}`)).body).toEqual(user);
  }
  for (const id of [owner.id, (await call("POST", "/api/users", service)).body.id]) {
    const made = await call("POST", `/api/users/${id}/tokens`, { name: "d", expires_in: 7 });
    const token = made.body.personal_access_token;
    expect((await call("GET", `/api/users/${id}/tokens/${token.id}`)).body).toEqual(token);
    const listed = await call("GET", `/api/tokens?search=${token.id}&user_id=${id}`);
    expect(listed.status).toBe(200);
  }
});
