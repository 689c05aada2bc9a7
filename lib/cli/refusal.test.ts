import { afterEach, expect, test, vi } from "vitest";
import { tellFailure } from "./refusal.ts";

/** What an error makes the command write. */
function written(error: unknown): string {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  tellFailure(error);
  return text;
}

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const system = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: as the system says it`), { code, syscall: "open", path });

test.each([
  ["ENOSPC", "/data/roost.db: the disk is full. Free some space.\n"],
  ["EROFS", "/data/roost.db: the file system is read-only. Use a folder that can be written.\n"],
  ["EACCES", "/data/roost.db: permission denied. Give the user who starts Roost access to it.\n"],
  ["EXDEV", "EXDEV: as the system says it\n"],
])("the system's %s is one line that says what to do", (code, line) => {
  expect(written(system(code, "/data/roost.db"))).toBe(line);
});

test("an error of the database is one line with what the database said", () => {
  const cause = { originalCode: "SQLITE_IOERR_FSTAT", originalMessage: "disk I/O error" };
  const error = Object.assign(new Error("\nInvalid `prisma.account.findFirst()` invocation:\n"), {
    code: "P2010",
    meta: { driverAdapterError: { cause } },
  });
  expect(written(error)).toBe(
    "The database failed: disk I/O error. See that it runs and is whole.\n",
  );
});

test("a mistake in the program keeps its stack", () => {
  expect(written(new TypeError("x is not a function"))).toMatch(/^TypeError: .+\n +at /);
});
