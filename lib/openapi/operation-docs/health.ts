import type { healthOperations } from "#lib/contract/operations/health.ts";
import type { OperationDocs } from "../operation-doc.ts";

const READY = { status: "ok", database: "ok" } as const;

export const healthDocs: OperationDocs<keyof typeof healthOperations> = {
  "health.live": { answer: { status: "ok" } },
  "health.ready": {
    description:
      "Returns 503 while the database does not answer or is not writable. Writes are tested at most every 5 seconds.",
    answer: READY,
  },
  "health.summary": { answer: READY },
};
