import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import type { Notes } from "../note.ts";
import { SAMPLE_ACCESS_TOKEN, SAMPLE_TOKEN } from "../samples.ts";

const READERS =
  "Anyone for their own tokens; owners and admins for everybody's. A token's text is never read.";

export const tokensNotes: Notes<keyof typeof tokensOperations> = {
  "tokens.list": { permission: READERS, answer: [SAMPLE_ACCESS_TOKEN] },
  "tokens.create": {
    description:
      "Keep `plain_token` at once: nothing else ever holds it. The token can do what its owner " +
      "can, and no more.",
    permission:
      "People for themselves, while the account allows it; owners and admins for service users.",
    body: { name: SAMPLE_ACCESS_TOKEN.name, expires_in: 90 },
    answer: {
      plain_token: SAMPLE_TOKEN,
      personal_access_token: {
        id: SAMPLE_ACCESS_TOKEN.id,
        name: SAMPLE_ACCESS_TOKEN.name,
        expiration_date: SAMPLE_ACCESS_TOKEN.expiration_date,
        created_by: SAMPLE_ACCESS_TOKEN.created_by,
        created_at: SAMPLE_ACCESS_TOKEN.created_at,
      },
    },
  },
  "tokens.get": { permission: READERS, answer: SAMPLE_ACCESS_TOKEN },
  "tokens.delete": {
    permission: "People for their own tokens; owners and admins for everybody's.",
    answer: {},
  },
};
