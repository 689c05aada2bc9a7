import type { resetsOperations } from "#lib/contract/operations/resets.ts";
import type { Notes } from "../note.ts";
import { SAMPLE_PERSON, SAMPLE_RESET_TOKEN } from "../samples.ts";

const HOLDER = "Anyone who has the reset's token; no credential is needed.";
const EXPIRES = "2026-11-24T10:00:00.000Z";

export const resetsNotes: Notes<keyof typeof resetsOperations> = {
  "resets.create": {
    description:
      "Hand `reset_token` on as the link `/reset/<token>`. It works once, for one hour, and makes " +
      "an older link of the same person void, as a change of their password or e-mail does.",
    permission: "Owners for everyone else; admins for everyone but owners. Not for service users.",
    answer: { reset_token: SAMPLE_RESET_TOKEN, expires_at: EXPIRES },
  },
  "resets.get": {
    permission: HOLDER,
    answer: { email: SAMPLE_PERSON.email, name: SAMPLE_PERSON.name, expires_at: EXPIRES },
  },
  "resets.accept": {
    description: "The person's sessions end; their access tokens keep working.",
    permission: HOLDER,
    body: { password: "correct horse battery staple" },
    answer: { success: true },
  },
};
