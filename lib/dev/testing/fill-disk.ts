import { useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { toProblem } from "#lib/services/errors.ts";
import { checkReadiness } from "#lib/services/instance/check-readiness.ts";

/*
 * A process with a limit on written bytes: adds rows until that fails, and prints the answers of a
 * request and of a health check before and after.
 */

const [, , url = ""] = process.argv;
const database = await openDatabase(url);
useDatabase(database);
const before = await checkReadiness();
let acknowledged = 0;
let problem: string | undefined;
while (problem === undefined) {
  const id = `row ${acknowledged}`;
  const data = { id, createdAt: new Date(), createdBy: "", settings: { text: "x".repeat(50_000) } };
  await database
    .write((tx) => tx.account.create({ data }))
    .then(
      () => {
        acknowledged += 1;
      },
      (error: unknown) => {
        problem = toProblem(error)?.problem ?? String(error);
      },
    );
}
// Like a first check, after the first result has expired.
useDatabase({ ...database });
const after = await checkReadiness();
const kept = await database.read.account.count();
process.stdout.write(`${JSON.stringify({ before, problem, after, lost: acknowledged - kept })}\n`);
process.exit(0);
