import { freshDatabase } from "./database.ts";
import { seedAccount, useTestSettings } from "./seed.ts";
import { seedMember } from "./team.ts";

/** A new account in a new database, for the tests of a file, with its owner. */
export async function newInstallation() {
  useTestSettings();
  await freshDatabase();
  const account = await seedAccount();
  const owner = await seedMember(account, { role: "owner", name: "First Owner" });
  return { account, owner };
}
