import { afterEach, expect, test, vi } from "vitest";
import { reportFailure } from "./command-error.ts";

/** The output of the command for an error. */
function written(error: unknown): string {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  reportFailure(error);
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
])("prints one line with a remedy for the system's %s", (code, line) => {
  expect(written(system(code, "/data/roost.db"))).toBe(line);
});

test("prints one line with the database's message for its error", () => {
  const cause = { originalCode: "SQLITE_IOERR_FSTAT", originalMessage: "disk I/O error" };
  const error = Object.assign(new Error("\nInvalid `prisma.account.findFirst()` invocation:\n"), {
    code: "P2010",
    meta: { driverAdapterError: { cause } },
  });
  expect(written(error)).toBe(
    "The database failed: disk I/O error. Check that it runs and is undamaged.\n",
  );
});

test("prints the stack of an unexpected error", () => {
  expect(written(new TypeError("x is not a function"))).toMatch(/^TypeError: .+\n +at /);
});
