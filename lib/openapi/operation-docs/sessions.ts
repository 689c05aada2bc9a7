import type { sessionsOperations } from "#lib/contract/operations/sessions.ts";
import type { OperationDocs } from "../operation-doc.ts";

const REACH =
  "Users for their own sessions; owners for all users; admins for all users except owners.";

export const sessionsDocs: OperationDocs<keyof typeof sessionsOperations> = {
  "sessions.prove": {
    description:
      "For operations that need a password entered within 10 minutes, as `required_proof` says. " +
      "Signing in counts too. Wrong passwords count as failed sign-ins.",
    permission: "Every signed-in user, for the session of the request.",
    body: { password: "a long password" },
    answer: { proven_until: "2026-11-24T09:10:00.000Z" },
  },
  "sessions.list": {
    permission: REACH,
    answer: [
      {
        id: "mNo3c1VnB0u5hK2mP9qRtw",
        created_at: "2026-11-24T08:15:30.000Z",
        last_seen: "2026-11-24T09:00:00.000Z",
        expires_at: "2026-12-01T08:15:30.000Z",
        address: "192.0.2.7",
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        is_current: true,
      },
    ],
  },
  "sessions.endAll": {
    description: "Signs the user out everywhere. Their access tokens keep working.",
    permission: REACH,
    answer: {},
  },
  "sessions.end": { permission: REACH, answer: {} },
};
