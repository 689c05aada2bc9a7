import { expect, test } from "vitest";
import { checksumOf } from "./migration-files.ts";
import { type MigrationRecord, UNFINISHED_COPY } from "./migration-history.ts";
import { pendingMigrations } from "./pending-migrations.ts";

const OURS = ["1_a", "2_b", "3_c"].map((name) => ({ name, sql: `-- ${name}\nSELECT 1;\n` }));

function record(name: string, state: MigrationRecord["state"] = "applied"): MigrationRecord {
  return { name, checksum: checksumOf(`-- ${name}\nSELECT 1;\n`), state };
}

const pendingAfter = (history: MigrationRecord[]) =>
  pendingMigrations(OURS, history).map(({ name }) => name);

test("migrations without a record are pending, oldest first", () => {
  expect(pendingAfter([])).toEqual(["1_a", "2_b", "3_c"]);
  expect(pendingAfter([record("1_a")])).toEqual(["2_b", "3_c"]);
  expect(pendingAfter(OURS.map(({ name }) => record(name)))).toEqual([]);
});

test.each<{ when: string; history: MigrationRecord[]; says: RegExp }>([
  {
    when: "the database is the target of an unfinished copy",
    history: [...OURS.map(({ name }) => record(name)), record(UNFINISHED_COPY, "begun")],
    says: /^The database holds an unfinished copy\. Complete it with the same npm run admin -- migrate-store,/,
  },
  {
    when: "the database has a later migration",
    history: [...OURS.map(({ name }) => record(name)), record("4_d")],
    says: /^The database is newer than this version of Roost: it has the migration 4_d\./,
  },
  {
    when: "the database has an unknown migration and lacks one of ours",
    history: [record("1_a"), record("2_b"), record("3_other")],
    says: /another line of Roost: this version does not know its migration 3_other\.$/,
  },
  {
    when: "the file of an applied migration is missing in the middle",
    history: [record("1_a"), record("1_z"), record("2_b"), record("3_c")],
    says: /^The database is newer than this version of Roost: it has the migration 1_z\./,
  },
  {
    when: "the database lacks one in the middle",
    history: [record("1_a"), record("3_c")],
    says: /another line of Roost: it has the migration 3_c without 2_b before it\.$/,
  },
  {
    when: "the database lacks the first one",
    history: [record("2_b"), record("3_c")],
    says: /it has the migration 2_b, 3_c without 1_a before it\.$/,
  },
  {
    when: "a migration was begun and not finished",
    history: [record("1_a"), record("2_b", "begun")],
    says: /^The database is half way through the migration 2_b, which another tool began\./,
  },
  {
    when: "a migration was rolled back and not applied again",
    history: [record("1_a"), record("2_b", "rolled back")],
    says: /^The database is half way through the migration 2_b/,
  },
  {
    when: "an unknown migration was rolled back",
    history: [record("1_a"), record("2_other", "rolled back")],
    says: /^The database is half way through the migration 2_other/,
  },
  {
    when: "the file of an applied migration was edited",
    history: [record("1_a"), { ...record("2_b"), checksum: checksumOf("SELECT 2;\n") }],
    says: /^The migration 2_b is not the one that the database was made with\./,
  },
])("refused in one line when $when", ({ history, says }) => {
  expect(() => pendingAfter(history)).toThrow(says);
});

test("a migration that was rolled back and then applied is applied", () => {
  const again = [record("1_a", "rolled back"), record("1_a"), record("2_b")];
  expect(pendingAfter(again)).toEqual(["3_c"]);
  expect(pendingAfter(again.toReversed())).toEqual(["3_c"]);
});

test("an edit of a migration is found with any line endings", () => {
  const windows = OURS.map(({ name, sql }) => ({ name, sql: sql.replaceAll("\n", "\r\n") }));
  const applied = OURS.map(({ name }) => record(name));
  expect(pendingMigrations(windows, applied)).toEqual([]);
  const onWindows = windows.map(({ name, sql }) => ({
    ...record(name),
    checksum: checksumOf(sql),
  }));
  expect(pendingAfter(onWindows)).toEqual([]);
  const spaced = windows.map(({ name, sql }) => ({ name, sql: `${sql} ` }));
  expect(() => pendingMigrations(spaced, applied)).toThrow(/1_a, 2_b, 3_c is not the one/);
});
