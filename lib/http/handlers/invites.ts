import { verifyInvite } from "#lib/auth/verify-link.ts";
import type { invitesOperations } from "#lib/contract/operations/invites.ts";
import { toWireInvite } from "#lib/contract/to-wire.ts";
import { acceptInvite } from "#lib/services/invites/accept-invite.ts";
import { createInvite } from "#lib/services/invites/create-invite.ts";
import { deleteInvite } from "#lib/services/invites/delete-invite.ts";
import { describeInvite } from "#lib/services/invites/invite-by-token.ts";
import { listInvites } from "#lib/services/invites/list-invites.ts";
import { regenerateInvite } from "#lib/services/invites/regenerate-invite.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

export const invitesHandlers: Handlers<keyof typeof invitesOperations> = {
  "invites.list": {
    async run({ actor, query, url }) {
      const { items, ...pages } = await listInvites(actor, query);
      return reply(items.map(toWireInvite), linkToPages(url, pages));
    },
  },
  "invites.create": {
    async run({ actor, body }) {
      const { invite, inviteToken } = await createInvite(actor, body);
      return { ...toWireInvite(invite), invite_token: inviteToken };
    },
  },
  "invites.delete": {
    async run({ actor, params }) {
      await deleteInvite(actor, params.invite);
      return {};
    },
  },
  "invites.regenerate": {
    async run({ actor, params, body }) {
      const made = await regenerateInvite(actor, params.invite, body.expires_in);
      return {
        invite_token: made.inviteToken,
        invite_expires_at: made.expiresAt.toISOString(),
      };
    },
  },
  "invites.get": {
    async run({ params, origin }) {
      const { view, inviterName } = await describeInvite(await verifyInvite(params.invite, origin));
      return {
        email: view.email,
        name: view.name,
        expires_at: view.expiresAt.toISOString(),
        valid: view.isValid,
        invited_by: inviterName,
      };
    },
  },
  "invites.accept": {
    async run({ params, body, origin }) {
      await acceptInvite(await verifyInvite(params.invite, origin), body.password, origin);
      return { success: true };
    },
  },
};
