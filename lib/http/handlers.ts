import type {
  OperationAnswer,
  OperationId,
  OperationInput,
  operations,
} from "#lib/contract/operations.ts";
import { Problem } from "#lib/contract/problem.ts";
import { toWireToken, toWireUser } from "#lib/contract/views.ts";
import type { Actor, Origin } from "#lib/services/actor.ts";
import { checkReadiness } from "#lib/services/instance/check-readiness.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { setUp } from "#lib/services/instance/set-up.ts";
import { createToken } from "#lib/services/tokens/create-token.ts";
import { deleteToken } from "#lib/services/tokens/delete-token.ts";
import { getToken, listTokens } from "#lib/services/tokens/list-tokens.ts";
import { createUser } from "#lib/services/users/create-user.ts";
import { deleteUser } from "#lib/services/users/delete-user.ts";
import { getCurrentUser } from "#lib/services/users/get-current-user.ts";
import { getUser } from "#lib/services/users/get-user.ts";
import { listUsers } from "#lib/services/users/list-users.ts";
import { assertUserExists, updateUser } from "#lib/services/users/update-user.ts";
import { assertOwnHost } from "./origin-rule.ts";

type Open = { origin: Origin; headers: Headers };
type Known = { actor: Actor };

/** What a handler is given: the parsed input, and the actor wherever one is needed. */
type Given<Id extends OperationId> = OperationInput<Id> &
  ((typeof operations)[Id]["access"] extends "anyone" ? Open : Known);

type Handler<Id extends OperationId> = {
  /** Runs before the body is read, where the contract looks the target up first. */
  before?: (given: { actor: Actor; params: OperationInput<Id>["params"] }) => Promise<void>;
  run: (given: Given<Id>) => Promise<OperationAnswer<Id>>;
};

async function readiness() {
  const { database } = await checkReadiness();
  if (database === "failing") throw new Problem("unavailable", "the database does not answer");
  return { status: "ok" as const, database };
}

/** Each operation's service, between the wire and the domain. */
export const handlers: { [Id in OperationId]: Handler<Id> } = {
  "instance.status": {
    run: async () => ({ setup_required: (await getInstanceStatus()).setupRequired }),
  },
  "instance.setup": {
    async run({ body, origin, headers }) {
      assertOwnHost(headers);
      const { userId, email, plainToken } = await setUp(body, origin);
      return {
        user_id: userId,
        email,
        ...(plainToken === undefined ? {} : { personal_access_token: plainToken }),
      };
    },
  },
  "users.list": {
    async run({ actor, query }) {
      const users = await listUsers(actor, { isServiceUser: query.service_user });
      return users.map(toWireUser);
    },
  },
  "users.create": {
    async run({ actor, body }) {
      const { user, password } = await createUser(actor, body);
      return { ...toWireUser(user), ...(password === undefined ? {} : { password }) };
    },
  },
  "users.current": {
    async run({ actor }) {
      const { permissions, ...user } = await getCurrentUser(actor);
      const { isRestricted, modules } = permissions;
      return { ...toWireUser(user), permissions: { is_restricted: isRestricted, modules } };
    },
  },
  "users.get": {
    run: async ({ actor, params }) => toWireUser(await getUser(actor, params.userId)),
  },
  "users.update": {
    before: ({ actor, params }) => assertUserExists(actor, params.userId),
    async run({ actor, params, body }) {
      const user = await updateUser(actor, params.userId, {
        role: body.role,
        autoGroups: body.auto_groups,
        isBlocked: body.is_blocked ?? false,
      });
      return toWireUser(user);
    },
  },
  "users.delete": {
    async run({ actor, params }) {
      await deleteUser(actor, params.userId);
      return {};
    },
  },
  "tokens.list": {
    run: async ({ actor, params }) => (await listTokens(actor, params.userId)).map(toWireToken),
  },
  "tokens.create": {
    async run({ actor, params, body }) {
      const { plainToken, token } = await createToken(actor, params.userId, {
        name: body.name,
        expiresInDays: body.expires_in,
      });
      return { plain_token: plainToken, personal_access_token: toWireToken(token) };
    },
  },
  "tokens.get": {
    run: async ({ actor, params }) =>
      toWireToken(await getToken(actor, params.userId, params.tokenId)),
  },
  "tokens.delete": {
    async run({ actor, params }) {
      await deleteToken(actor, params.userId, params.tokenId);
      return {};
    },
  },
  "health.live": { run: async () => ({ status: "ok" }) },
  "health.ready": { run: readiness },
  "health.summary": { run: readiness },
};
