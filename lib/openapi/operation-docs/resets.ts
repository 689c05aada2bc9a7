import type { resetsOperations } from "#lib/contract/operations/resets.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_PERSON, SAMPLE_RESET_TOKEN } from "../samples.ts";

const HOLDER = "Anyone who has the token of the reset, without a credential.";
const EXPIRES = "2026-11-24T10:00:00.000Z";

export const resetsDocs: OperationDocs<keyof typeof resetsOperations> = {
  "resets.create": {
    description:
      "Share `reset_token` as the link `/reset/<token>`. It works once, within one hour, and voids " +
      "older links of the user. A change of the password or email address voids it too.",
    permission:
      "Owners for other users; admins for other users except owners. Not for service users.",
    answer: { reset_token: SAMPLE_RESET_TOKEN, expires_at: EXPIRES },
  },
  "resets.get": {
    permission: HOLDER,
    answer: { email: SAMPLE_PERSON.email, name: SAMPLE_PERSON.name, expires_at: EXPIRES },
  },
  "resets.accept": {
    description: "Ends the user's sessions. Their access tokens keep working.",
    permission: HOLDER,
    body: { password: "correct horse battery staple" },
    answer: { success: true },
  },
};
