import { proveAgain } from "#lib/auth/prove-again.ts";
import type { sessionsOperations } from "#lib/contract/operations/sessions.ts";
import { toWireSession } from "#lib/contract/to-wire.ts";
import { endAllSessions, endSession } from "#lib/services/sessions/end-session.ts";
import { listSessions } from "#lib/services/sessions/list-sessions.ts";
import type { Handlers } from "../handler.ts";

export const sessionsHandlers: Handlers<keyof typeof sessionsOperations> = {
  "sessions.prove": {
    async run({ actor, body }) {
      return { proven_until: (await proveAgain(actor, body.password)).toISOString() };
    },
  },
  "sessions.list": {
    run: async ({ actor, params }) => (await listSessions(actor, params.userId)).map(toWireSession),
  },
  "sessions.endAll": {
    async run({ actor, params }) {
      await endAllSessions(actor, params.userId);
      return {};
    },
  },
  "sessions.end": {
    async run({ actor, params }) {
      await endSession(actor, params.userId, params.sessionId);
      return {};
    },
  },
};
