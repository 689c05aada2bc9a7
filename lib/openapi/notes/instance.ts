import type { instanceOperations } from "#lib/contract/operations/instance.ts";
import type { Notes } from "../note.ts";
import { SAMPLE_PERSON, SAMPLE_TOKEN } from "../samples.ts";

export const instanceNotes: Notes<keyof typeof instanceOperations> = {
  "instance.status": { answer: { setup_required: false } },
  "instance.version": {
    description: "Roost asks nobody on the internet, so it knows of no update.",
    answer: { management_current_version: "0.1.0", management_update_available: false },
  },
  "instance.setup": {
    description:
      "Works once. `personal_access_token` is in the answer only if it was asked for and the " +
      "server runs with `NB_SETUP_PAT_ENABLED=true`. After an account was deleted a `setup_code` " +
      "from `npm run admin -- setup-code` is needed.",
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
