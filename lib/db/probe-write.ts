import { withDeadline } from "./deadline.ts";
import type { Writer } from "./writer.ts";

const PROBE_MS = 5_000;

/** Commits a small row like any write; rejects if it fails or takes more than 5 seconds. */
export async function probeWrite({ write }: Writer): Promise<void> {
  const writing = write(
    (tx) => tx.$executeRaw`
      INSERT INTO "WriteProbe" ("id", "writtenAt") VALUES (1, ${new Date()})
      ON CONFLICT ("id") DO UPDATE SET "writtenAt" = excluded."writtenAt"`,
  );
  await withDeadline(writing, PROBE_MS, () => new Error("a write takes more than 5 seconds"));
}
