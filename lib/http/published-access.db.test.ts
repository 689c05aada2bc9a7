import { beforeAll, expect, test } from "vitest";
import { ROLES, type Role } from "#lib/contract/fields.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES, type Sample } from "#lib/dev/testing/requests.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import {
  credentialFor,
  type Member,
  seedMember,
  seedTeam,
  type Team,
} from "#lib/dev/testing/team.ts";
import { apiDocument } from "#lib/openapi/document.ts";
import { grants, MODULES, VERBS } from "#lib/policy/matrix.ts";
import { publicSessionId } from "#lib/services/sessions/session-id.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam({ tokensManageAccount: true });
});

const table = Object.entries(operations) as [OperationId, Operation][];
const withAccess = (wanted: (access: string) => boolean) =>
  table.filter(([, { access }]) => wanted(access)).map(([id]) => id);

const CALLERS = ROLES.flatMap((role) => [
  { role, isServiceUser: false },
  ...(role === "owner" ? [] : [{ role, isServiceUser: true }]),
]);

async function callAs(id: OperationId, { params, body }: Sample, credential: object) {
  const { method, path } = operations[id] as Operation;
  return callApi(method, pathOf(path, params), {
    ...credential,
    ...(body && method !== "GET" ? { body } : {}),
  });
}

test.each(withAccess((access) => access.includes(".")))(
  "%s is refused to exactly the roles without its published permission",
  async (id) => {
    const { access, path, method } = operations[id] as Operation;
    const module = MODULES.find((name) => access.startsWith(`${name}.`));
    const verb = VERBS.find((name) => access === `${module}.${name}`);
    if (module === undefined || verb === undefined) throw new Error(`no permission ${access}`);
    const allowed: string[] = [];
    const published: string[] = [];
    for (const caller of CALLERS) {
      // Each caller needs an object of its own to delete.
      if (id === "accounts.delete") team = await seedTeam({ tokensManageAccount: true });
      const credential = await credentialFor(id, await seedMember(team.account, caller));
      const { status } = await callAs(id, await SAMPLES[id](team), credential);
      const name = `${caller.role}${caller.isServiceUser ? " service user" : ""}`;
      if (status !== 403) allowed.push(name);
      if (grants(caller, module, verb)) published.push(name);
    }
    expect(allowed).toEqual(published);
    const described = apiDocument().paths[path]?.[method.toLowerCase() as "get"];
    expect(described?.["x-permission"]).toBe(access);
    for (const role of published.filter((name): name is Role => ROLES.includes(name as Role))) {
      expect(described?.["x-permission-words"]).toMatch(new RegExp(`\\b${role}\\b`));
    }
  },
);

/** The same request on the caller's own objects, which needs no grant. */
async function ownSample(id: OperationId, me: Member): Promise<Sample> {
  const sample = await SAMPLES[id](team);
  const { userId, tokenId, sessionId } = sample.params;
  const session = sessionId && publicSessionId((await seedSession(me.id)).id);
  return {
    body: id === "tokens.revoke" ? { ids: [me.tokenId] } : (sample.body ?? {}),
    params: {
      ...sample.params,
      ...(userId ? { userId: me.id } : {}),
      ...(tokenId ? { tokenId: me.tokenId } : {}),
      ...(session ? { sessionId: session } : {}),
    },
  };
}

/** Refused to a user with the role User: other users' tokens are not their own objects. */
const ADMINS_ONLY: OperationId[] = ["introspection.check"];

const ofOwnObjects = withAccess((access) => access === "signed-in").filter(
  (id) => !ADMINS_ONLY.includes(id),
);

test.each(ofOwnObjects)("%s needs only a credential for the caller's own objects", async (id) => {
  const me = await seedMember(team.account, { role: "user" });
  const sample = await ownSample(id, me);
  expect((await callAs(id, sample, {})).status).toBe(401);
  expect((await callAs(id, sample, await credentialFor(id, me))).status).toBe(200);
});

test.each(withAccess((access) => access === "anyone"))("%s needs no credential", async (id) => {
  const { status } = await callAs(id, await SAMPLES[id](team), {});
  expect([401, 403]).not.toContain(status);
});
