import { useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { toProblem } from "#lib/services/errors.ts";
import { checkReadiness } from "#lib/services/instance/check-readiness.ts";

/*
 * A process that may write so much and no more: it adds rows until that fails, and says on the
 * standard output what a request would be answered and what a health check says, before and after.
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
// As one that asks for the first time, later than the first answer counts.
useDatabase({ ...database });
const after = await checkReadiness();
const kept = await database.read.account.count();
process.stdout.write(`${JSON.stringify({ before, problem, after, lost: acknowledged - kept })}\n`);
process.exit(0);
