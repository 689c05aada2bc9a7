import { countPasswordCheck, forgetPasswordChecks } from "#lib/auth/attempts.ts";
import type { usersOperations } from "#lib/contract/operations/users.ts";
import { toWireUser } from "#lib/contract/to-wire.ts";
import { approveUser } from "#lib/services/users/approve-user.ts";
import { assertMayChangePassword, changePassword } from "#lib/services/users/change-password.ts";
import { createUser } from "#lib/services/users/create-user.ts";
import { deleteUser, rejectUser } from "#lib/services/users/delete-user.ts";
import { getCurrentUser } from "#lib/services/users/get-current-user.ts";
import { getUser } from "#lib/services/users/get-user.ts";
import { listUsers } from "#lib/services/users/list-users.ts";
import { resendInvite } from "#lib/services/users/resend-invite.ts";
import { assertUserExists, updateUser } from "#lib/services/users/update-user.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

export const usersHandlers: Handlers<keyof typeof usersOperations> = {
  "users.list": {
    async run({ actor, query, url }) {
      const { items, ...pages } = await listUsers(actor, query);
      return reply(items.map(toWireUser), linkToPages(url, pages));
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
        ...{ name: body.name, description: body.description, contact: body.contact },
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
  "users.invite": { run: ({ actor, params }) => resendInvite(actor, params.userId) },
  "users.approve": {
    run: async ({ actor, params }) => toWireUser(await approveUser(actor, params.userId)),
  },
  "users.reject": {
    async run({ actor, params }) {
      await rejectUser(actor, params.userId);
      return {};
    },
  },
  "users.changePassword": {
    async run({ actor, params, body }) {
      assertMayChangePassword(actor, params.userId);
      countPasswordCheck(actor);
      await changePassword(actor, params.userId, {
        oldPassword: body.old_password,
        newPassword: body.new_password,
      });
      forgetPasswordChecks(actor);
      return {};
    },
  },
};
