import { parseArgs } from "node:util";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import { settings } from "#lib/config/settings.ts";
import { passwordResetPath } from "#lib/contract/page-paths.ts";
import { RESET_MINUTES } from "#lib/contract/resets.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { CommandError, reportFailure } from "./command-error.ts";

/*
 * Commands for operators with a shell on the server. All except `restore` and `migrate-store` work
 * while a server runs.
 * `setup-code` prints a new code for the setup, if one is required;
 * `reset-password <email>` prints a one-time link to set a user's password;
 * `webhook-test` sends a webhook to the URL of notices;
 * `backup` and `restore` copy the database into a file and back;
 * `migrate-store` copies it into the other kind of database;
 * `remove-mirrors` deletes Roost's service users at the NetBird server;
 * `start-afresh` allows the next start with a database that has no account.
 */

type Command = {
  /** The arguments in the usage. */
  usage: string;
  run: (args: string[], options: Options) => Promise<void>;
  /** Number of arguments besides the options. */
  takes: number;
  options?: Record<string, { type: "boolean" | "string" }>;
  /** Options that must be given. */
  requires?: string[];
};
type Options = Record<string, string | boolean | undefined>;

const COMMANDS: Record<string, Command> = {
  "setup-code": { usage: "", takes: 0, run: () => withDatabase(printSetupCode) },
  "reset-password": {
    usage: " <email>",
    takes: 1,
    run: ([email]) => withDatabase(() => printResetLink(email)),
  },
  "webhook-test": { usage: "", takes: 0, run: sendTest },
  backup: {
    usage: " <file> [--force]",
    takes: 1,
    options: { force: { type: "boolean" } },
    run: backUpDatabase,
  },
  restore: { usage: " <file>", takes: 1, run: restoreDatabase },
  "migrate-store": {
    usage: " --from <address> --to <address>",
    takes: 0,
    options: { from: { type: "string" }, to: { type: "string" } },
    requires: ["from", "to"],
    run: copyToOtherStore,
  },
  "remove-mirrors": { usage: "", takes: 0, run: () => withDatabase(removeFromNetBird) },
  "start-afresh": { usage: "", takes: 0, run: allowStartAfresh },
};
const USAGE = `Usage: npm run admin -- ${Object.entries(COMMANDS)
  .map(([name, { usage }]) => `${name}${usage}`)
  .join(" | ")}\n`;

async function backUpDatabase([file = ""]: string[], { force }: Options): Promise<void> {
  const { writeBackup } = await import("./admin/backup.ts");
  await writeBackup(file, force === true);
}

async function restoreDatabase([file = ""]: string[]): Promise<void> {
  const { restoreBackup } = await import("./admin/backup.ts");
  await restoreBackup(file);
}

async function copyToOtherStore(_: string[], { from, to }: Options): Promise<void> {
  const { migrateStore } = await import("./admin/migrate-store.ts");
  await migrateStore(`${from}`, `${to}`);
}

async function allowStartAfresh(): Promise<void> {
  const { startAfresh } = await import("./admin/start-afresh.ts");
  await startAfresh();
}

async function printSetupCode(): Promise<void> {
  const { issueSetupCode, SETUP_CODE_MINUTES } = await import(
    "#lib/services/instance/setup-lock.ts"
  );
  const code = await issueSetupCode();
  if (code === null) throw new CommandError("No setup code is needed here.");
  process.stdout.write(`Setup code: ${code}\n`);
  const { publicUrl } = settings();
  process.stdout.write(`Enter it at ${publicUrl}/setup within ${SETUP_CODE_MINUTES} minutes.\n`);
}

async function printResetLink(email = ""): Promise<void> {
  const { createResetOnServer } = await import("#lib/services/resets/create-reset.ts");
  const made = await createResetOnServer(email);
  if (made === "unknown") throw new CommandError(`No user has the email ${email}.`);
  if (made === "blocked") throw new CommandError(`${email} is blocked or awaits approval.`);
  process.stdout.write(
    `Reset link: ${settings().publicUrl}${passwordResetPath(made.resetToken)}\n`,
  );
  process.stdout.write(`It works once, within ${RESET_MINUTES} minutes. Earlier links are void.\n`);
}

async function sendTest(): Promise<void> {
  const { noticeWebhook: webhook, publicUrl } = settings();
  if (!webhook) throw new CommandError("NOTICE_WEBHOOK_URL is not set: no notices are sent.");
  const { testWebhook } = await import("#lib/services/notices/test-webhook.ts");
  const outcome = await testWebhook(webhook, publicUrl);
  if (!outcome.delivered)
    throw new CommandError(`Not delivered to ${webhook.origin}: ${outcome.reason}`);
  process.stdout.write(`Delivered to ${webhook.origin}: HTTP ${outcome.status}\n`);
}

async function removeFromNetBird(): Promise<void> {
  const { closeConnection, connection } = await import("#lib/netbird/connection.ts");
  const { removeMirrors } = await import("#lib/services/netbird/remove-mirrors.ts");
  const netbird = connection();
  if (!netbird) throw new CommandError("NETBIRD_URL is not set: there is no NetBird server.");
  try {
    const outcome = await removeMirrors(netbird);
    if ("refused" in outcome) throw new CommandError(outcome.refused);
    const { removed } = outcome;
    const what = removed === 1 ? "service user" : "service users";
    process.stdout.write(`Deleted at ${netbird.origin}: ${removed} ${what} of Roost.\n`);
  } finally {
    await closeConnection();
  }
}

/** Runs a command with the database open. */
async function withDatabase(command: () => Promise<void>): Promise<void> {
  const { useDatabase } = await import("#lib/db/database.ts");
  const { openDatabase } = await import("#lib/db/open-database.ts");
  const { isMissingTable, isUnavailable, originalMessage } = await import("#lib/db/errors.ts");
  const { joinDatabase } = await import("#lib/db/presence.ts");
  const { assertAccount } = await import("./assert-account.ts");
  try {
    const { databaseUrl } = settings();
    const presence = await joinDatabase(databaseUrl);
    try {
      await assertAccount();
      const database = await openDatabase(databaseUrl);
      useDatabase(database);
      await command().finally(() => database.close());
    } finally {
      await presence.leave();
    }
  } catch (error) {
    if (isMissingTable(error))
      throw new CommandError("Roost has not been started on this database.");
    if (!isUnavailable(error)) throw error;
    throw new CommandError(`The database is not available: ${originalMessage(error)}`);
  } finally {
    await closeBcryptPool();
  }
}

/** The arguments and options of a command; undefined if they do not match its usage. */
function argumentsOf({ takes, options = {}, requires = [] }: Command, args: string[]) {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    const fits = positionals.length === takes && requires.every((name) => values[name]);
    return fits ? { positionals, values } : undefined;
  } catch {
    return undefined;
  }
}

enterProcessMode("production");
process.umask(0o077);
const [name = "", ...rest] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
const given = command && argumentsOf(command, rest);
if (command === undefined || given === undefined) {
  process.stderr.write(USAGE);
  process.exit(2);
}
try {
  await command.run(given.positionals, given.values);
} catch (error) {
  reportFailure(error);
}
