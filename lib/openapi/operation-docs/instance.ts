import type { instanceOperations } from "#lib/contract/operations/instance.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_PERSON, SAMPLE_TOKEN } from "../samples.ts";

export const instanceDocs: OperationDocs<keyof typeof instanceOperations> = {
  "instance.status": { answer: { setup_required: false } },
  "instance.version": {
    description: "Roost does not check for updates.",
    answer: { management_current_version: "0.1.0", management_update_available: false },
  },
  "instance.setup": {
    description:
      "Works once. Returns `personal_access_token` only if requested and if the server runs with " +
      "`NB_SETUP_PAT_ENABLED=true`. A `setup_code` is required if `GET /api/instance` returns " +
      "`setup_code_required`: on a server that others can reach, and after an account was deleted. " +
      "The server prints the code at start, `npm run admin -- setup-code` prints a new one, and " +
      "`ROOST_SETUP_CODE` sets it for scripts.",
    body: {
      email: SAMPLE_PERSON.email,
      name: SAMPLE_PERSON.name,
      password: "correct horse battery staple",
      create_pat: true,
      pat_expire_in: 30,
    },
    answer: {
      user_id: SAMPLE_PERSON.id,
      email: SAMPLE_PERSON.email,
      personal_access_token: SAMPLE_TOKEN,
    },
  },
};
