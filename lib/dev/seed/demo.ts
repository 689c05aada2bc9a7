import { CommandError } from "#lib/cli/command-error.ts";
import { generatePassword } from "#lib/crypto/password.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { prepareTeam } from "../pictures/prepare.ts";
import { OWNER } from "../pictures/team.ts";

/**
 * Fills the process's database with the small team of the pictures, and prints the owner's email
 * and generated password, only here. Refuses a database that has or had an account.
 */
export async function seedDemo(say: (line: string) => void): Promise<void> {
  if (!(await getInstanceStatus()).setupRequired) {
    throw new CommandError("The database has an account already: the demo needs an empty one.");
  }
  const password = generatePassword();
  await prepareTeam({ ...OWNER, password });
  say(`Created a team for a demo: sign in as ${OWNER.email} with ${password}`);
}
