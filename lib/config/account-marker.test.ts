import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  databaseName,
  lostAccount,
  readMarker,
  removeMarker,
  writeMarker,
} from "./account-marker.ts";

const folder = mkdtempSync(join(tmpdir(), "roost-marker-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["file:/srv/roost/data/roost db.sqlite", "roost db.sqlite"],
  ["postgresql://roost:hunter2@db.example.test/roost", "postgresql://db.example.test/roost"],
  [
    "postgres://roost:hunter2@127.0.0.1:5433/a?schema=team&password=hunter2",
    "postgresql://127.0.0.1:5433/a?schema=team",
  ],
])("the database %s is named %s, without user and password", (url, name) => {
  expect(databaseName(url)).toBe(name);
});

test("a marker is read back, is readable by its owner only, and is removed once", () => {
  expect(readMarker(folder)).toBeUndefined();
  const first = { account: "present", database: "my roost.db" } as const;
  writeMarker(folder, first);
  expect(readMarker(folder)).toEqual(first);
  writeMarker(folder, { ...first, account: "deleted" });
  expect(readMarker(folder)).toEqual({ ...first, account: "deleted" });
  expect((statSync(join(folder, "account")).mode & 0o777).toString(8)).toBe("600");
  expect(readFileSync(join(folder, "account"), "utf8")).toBe("deleted my roost.db\n");
  expect([removeMarker(folder), removeMarker(folder)]).toEqual([true, false]);
});

test.each(["", "present", "presently roost.db\n", "present roost.db\nmore\n"])(
  "a damaged marker (%j) does not count as missing, and can be removed",
  (text) => {
    writeFileSync(join(folder, "account"), text);
    const marker = readMarker(folder);
    expect(marker).toEqual({ account: "unknown", database: "" });
    expect(lostAccount(marker, "file:/data/roost.db")).toMatch(
      /^The file account[^\n]+is damaged, and the database roost\.db has none[^\n]+start-afresh\)\.$/,
    );
    expect(removeMarker(folder)).toBe(true);
  },
);

test("refuses in one line a database other than the marker's and one that lost its account", () => {
  const url = "postgresql://roost:hunter2@db/roost";
  const database = databaseName(url);
  expect(lostAccount(undefined, url)).toBeUndefined();
  expect(lostAccount({ account: "deleted", database }, url)).toBeUndefined();
  const lost = lostAccount({ account: "present", database }, url);
  const other = lostAccount({ account: "present", database }, "file:/data/roost.db");
  expect(lost).toMatch(
    /^This installation has an account, but its database postgresql:\/\/db\/roo/,
  );
  expect(other).toMatch(
    /^[^\n]+account in the database postgresql:\/\/db\/roost, but DATABASE_URL/,
  );
  for (const line of [lost, other]) {
    expect(line).toMatch(/^[^\n]+npm run admin -- start-afresh\)\.$/);
    expect(line).not.toContain("hunter2");
  }
});
