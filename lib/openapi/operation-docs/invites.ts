import type { invitesOperations } from "#lib/contract/operations/invites.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_INVITE, SAMPLE_INVITE_TOKEN, SAMPLE_PERSON } from "../samples.ts";

const WHO_HAS_THE_LINK = "Anyone who has the token of the invite, without a credential.";

export const invitesDocs: OperationDocs<keyof typeof invitesOperations> = {
  "invites.list": { answer: [SAMPLE_INVITE] },
  "invites.create": {
    description:
      "Share `invite_token` as the link `/invite/<token>`; it is returned only once. Without " +
      "`expires_in` the invite expires in three days. Owners cannot be invited.",
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
    description: "The caller becomes the inviter. The old link stops working immediately.",
    body: { expires_in: 259_200 },
    answer: { invite_token: SAMPLE_INVITE_TOKEN, invite_expires_at: SAMPLE_INVITE.expires_at },
  },
  "invites.get": {
    description:
      "`valid` is false once the invite has expired or its inviter may no longer invite users.",
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
      "Works once. The password must have 10 to 72 bytes, must not be a common one and must not " +
      "contain the user's name or email address.",
    permission: WHO_HAS_THE_LINK,
    body: { password: "correct horse battery staple" },
    answer: { success: true },
  },
};
