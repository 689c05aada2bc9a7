import type { healthOperations } from "#lib/contract/operations/health.ts";
import type { Notes } from "../note.ts";

const READY = { status: "ok", database: "ok" } as const;

export const healthNotes: Notes<keyof typeof healthOperations> = {
  "health.live": { answer: { status: "ok" } },
  "health.ready": {
    description:
      "503 while the database does not answer or cannot be written. A write is tried every 5 seconds at most.",
    answer: READY,
  },
  "health.summary": { answer: READY },
};
