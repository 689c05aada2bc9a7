import { database } from "#lib/db/database.ts";
import { PRESENT } from "../account/present-account.ts";
import { needsSetupCode } from "./setup-lock.ts";

/** Whether the setup is pending, and whether it needs a code. */
export async function getInstanceStatus(): Promise<{
  setupRequired: boolean;
  codeRequired: boolean;
}> {
  const { read } = database();
  const account = await read.account.findFirst({ where: PRESENT, select: { id: true } });
  if (account !== null) return { setupRequired: false, codeRequired: false };
  return { setupRequired: true, codeRequired: await needsSetupCode(read) };
}
