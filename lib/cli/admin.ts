import { enterProcessMode } from "#lib/config/process-mode.ts";
import { settings } from "#lib/config/settings.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { Refusal, tellFailure } from "./refusal.ts";

/*
 * What only somebody with a shell on the server may do, while the server runs or not:
 * `setup-code` prints a new code for the set-up, where one is needed;
 * `webhook-test` sends a webhook to where the notices of expiries go.
 */

const COMMANDS = { "setup-code": () => withDatabase(printSetupCode), "webhook-test": sendTest };
const USAGE = `Usage: npm run admin -- ${Object.keys(COMMANDS).join(" | ")}\n`;

async function printSetupCode(): Promise<void> {
  const { issueSetupCode, SETUP_CODE_MINUTES } = await import(
    "#lib/services/instance/setup-lock.ts"
  );
  const code = await issueSetupCode();
  if (code === null) throw new Refusal("No set-up code is needed here.");
  process.stdout.write(`Set-up code: ${code}\n`);
  const { publicUrl } = settings();
  process.stdout.write(`Enter it at ${publicUrl}/setup within ${SETUP_CODE_MINUTES} minutes.\n`);
}

async function sendTest(): Promise<void> {
  const { noticeWebhook: webhook, publicUrl } = settings();
  if (!webhook) throw new Refusal("NOTICE_WEBHOOK_URL is not set: no notices are sent.");
  const { testWebhook } = await import("#lib/services/notices/test-webhook.ts");
  const outcome = await testWebhook(webhook, publicUrl);
  if (!outcome.delivered)
    throw new Refusal(`Not delivered to ${webhook.origin}: ${outcome.reason}`);
  process.stdout.write(`Delivered to ${webhook.origin}: HTTP ${outcome.status}\n`);
}

/** Runs a command with the database open. */
async function withDatabase(command: () => Promise<void>): Promise<void> {
  const { openDatabase, useDatabase } = await import("#lib/db/database.ts");
  const { isMissingTable, isUnavailable, originalMessage } = await import("#lib/db/errors.ts");
  try {
    const database = await openDatabase(settings().databaseUrl);
    useDatabase(database);
    await command().finally(() => database.close());
  } catch (error) {
    if (isMissingTable(error)) throw new Refusal("Roost has not been started on this database.");
    if (!isUnavailable(error)) throw error;
    throw new Refusal(`The database is not available: ${originalMessage(error)}`);
  } finally {
    await closeBcryptPool();
  }
}

enterProcessMode("production");
const [name = "", ...rest] = process.argv.slice(2);
const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
if (command === undefined || rest.length > 0) {
  process.stderr.write(USAGE);
  process.exit(2);
}
try {
  await command();
} catch (error) {
  tellFailure(error);
}
