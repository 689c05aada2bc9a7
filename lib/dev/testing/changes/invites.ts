import { accept, inviteAs, newEmail } from "../invites.ts";
import { asOwner, type Change } from "./change.ts";

/** Audit events of the operations on invites. */
export const invitesChanges = {
  "invites.create": [
    {
      name: "by link",
      run: (team) =>
        asOwner(team, "POST", "/api/users/invites", {
          email: newEmail(),
          name: "Invited",
          role: "user",
          auto_groups: [],
        }),
      events: ["user.invite.link.create"],
    },
  ],
  "invites.regenerate": [
    {
      name: "a new link",
      async run(team) {
        const { id } = await inviteAs(team.machine.token);
        return asOwner(team, "POST", `/api/users/invites/${id}/regenerate`);
      },
      before: ["user.invite.link.create"],
      events: ["user.invite.link.regenerate"],
    },
  ],
  "invites.delete": [
    {
      name: "before it is accepted",
      async run(team) {
        const { id } = await inviteAs(team.machine.token);
        return asOwner(team, "DELETE", `/api/users/invites/${id}`);
      },
      before: ["user.invite.link.create"],
      events: ["user.invite.link.delete"],
    },
  ],
  "invites.accept": [
    {
      name: "with the link",
      own: true,
      run: async (team) => accept((await inviteAs(team.machine.token)).token),
      before: ["user.invite.link.create"],
      events: ["user.invite.link.accept"],
    },
  ],
} satisfies Record<string, Change[]>;
