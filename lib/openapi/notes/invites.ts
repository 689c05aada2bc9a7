import type { invitesOperations } from "#lib/contract/operations/invites.ts";
import type { Notes } from "../note.ts";
import { SAMPLE_INVITE, SAMPLE_INVITE_TOKEN, SAMPLE_PERSON } from "../samples.ts";

const WHO_HAS_THE_LINK = "Whoever has the invite's token; no credential is needed.";

export const invitesNotes: Notes<keyof typeof invitesOperations> = {
  "invites.list": { answer: [SAMPLE_INVITE] },
  "invites.create": {
    description:
      "Hand `invite_token` on as the link `/invite/<token>`: nothing else ever holds it. Without " +
      "`expires_in` it lasts three days. Nobody is invited as owner.",
    body: {
      email: SAMPLE_INVITE.email,
      name: SAMPLE_INVITE.name,
      role: "user",
      auto_groups: [],
      expires_in: 259_200,
    },
    answer: { ...SAMPLE_INVITE, invite_token: SAMPLE_INVITE_TOKEN },
  },
  "invites.delete": { answer: {} },
  "invites.regenerate": {
    description: "Whoever regenerates an invite becomes the one who invites.",
    body: { expires_in: 259_200 },
    answer: { invite_token: SAMPLE_INVITE_TOKEN, invite_expires_at: SAMPLE_INVITE.expires_at },
  },
  "invites.get": {
    description:
      "`valid` is false once the invite has expired, or its inviter may no longer invite.",
    permission: WHO_HAS_THE_LINK,
    answer: {
      email: SAMPLE_INVITE.email,
      name: SAMPLE_INVITE.name,
      expires_at: SAMPLE_INVITE.expires_at,
      valid: true,
      invited_by: SAMPLE_PERSON.name,
    },
  },
  "invites.accept": {
    description:
      "The password needs 10 to 72 bytes, must not be a common one and must not contain the " +
      "person's name or e-mail address. Works once.",
    permission: WHO_HAS_THE_LINK,
    body: { password: "correct horse battery staple" },
    answer: { success: true },
  },
};
