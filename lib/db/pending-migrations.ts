import { Problem } from "#lib/contract/problem.ts";
import { hasChecksum, type Migration } from "./migration-files.ts";
import { type MigrationRecord, UNFINISHED_COPY } from "./migration-history.ts";

/**
 * The migrations that a database lacks, oldest first. Throws a Problem of one line if its history
 * is not the beginning of ours.
 */
export function pendingMigrations(
  migrations: Migration[],
  history: MigrationRecord[],
): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  // One that was rolled back and then applied is applied.
  const recorded = new Map(history.map((record) => [record.name, record]));
  for (const record of history) if (record.state === "applied") recorded.set(record.name, record);
  const records = [...recorded.values()];
  const pending = migrations.filter(({ name }) => !recorded.has(name));
  const refusal =
    partOfCopy(records) ??
    unknownTo(known, records, pending) ??
    unfinished(records) ??
    edited(migrations, recorded) ??
    outOfOrder(records, pending);
  if (refusal !== undefined) throw new Problem("internal", refusal);
  return pending;
}

function partOfCopy(records: MigrationRecord[]): string | undefined {
  if (!records.some(({ name }) => name === UNFINISHED_COPY)) return undefined;
  return "The database holds an unfinished copy. Complete it with the same npm run admin -- migrate-store, or use another database.";
}

function unknownTo(
  known: Set<string>,
  records: MigrationRecord[],
  pending: Migration[],
): string | undefined {
  const unknown = records.filter(({ name, state }) => !known.has(name) && state !== "rolled back");
  if (unknown.length === 0) return undefined;
  const names = list(unknown);
  return pending.length === 0
    ? `The database is newer than this version of Roost: it has the migration ${names}. Start the newer version, or restore a copy made before the upgrade.`
    : `The database comes from another line of Roost: this version does not know its migration ${names}.`;
}

/** Ours are one transaction, so another tool left the unfinished one. */
function unfinished(records: MigrationRecord[]): string | undefined {
  const halfWay = records.filter(({ state }) => state !== "applied");
  if (halfWay.length === 0) return undefined;
  return `The database is half way through the migration ${list(halfWay)}, which another tool began. Restore a copy made before it.`;
}

function edited(
  migrations: Migration[],
  recorded: Map<string, MigrationRecord>,
): string | undefined {
  const changed = migrations.filter(({ name, sql }) => {
    const record = recorded.get(name);
    return record !== undefined && !hasChecksum(sql, record.checksum);
  });
  if (changed.length === 0) return undefined;
  return `The migration ${list(changed)} is not the one that the database was made with. Restore the file as it was.`;
}

/** A migration needs exactly the tables of those before it. */
function outOfOrder(records: MigrationRecord[], pending: Migration[]): string | undefined {
  const [first] = pending;
  const later = records.filter(({ name }) => first !== undefined && name > first.name);
  if (first === undefined || later.length === 0) return undefined;
  return `The database comes from another line of Roost: it has the migration ${list(later)} without ${first.name} before it.`;
}

function list(migrations: { name: string }[]): string {
  return migrations.map(({ name }) => name).join(", ");
}
