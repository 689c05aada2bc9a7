import { database } from "#lib/db/database.ts";

/** Whether the database answers. Never throws. */
export async function checkReadiness(): Promise<{ database: "ok" | "failing" }> {
  try {
    await database().ping();
    return { database: "ok" };
  } catch {
    return { database: "failing" };
  }
}
