import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Half an hour off every whole one, so that code that takes local time for UTC is found.
process.env.TZ = "Asia/Kolkata";

const WITH_DATABASE = "lib/**/*.db.test.ts";
const SQLITE_ONLY = "lib/**/*.sqlite.test.ts";
const POSTGRESQL_ONLY = "lib/**/*.pg.test.ts";

/** Databases and their processes are slow to start on a busy machine; no test waits on purpose. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  teardownTimeout: 60_000,
  // As in the browser tests: floods and killed processes depend on the machine's load.
  retry: process.env.CI ? 1 : 0,
};

export default defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    // One more than usual: a good part of each test is spent waiting for the database.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{lib,app,components}/**/*.test.{ts,tsx}"],
          exclude: [WITH_DATABASE, SQLITE_ONLY, POSTGRESQL_ONLY],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "sqlite",
          include: [WITH_DATABASE, SQLITE_ONLY],
          globalSetup: "lib/dev/testing/sqlite-template.ts",
          ...PATIENCE,
        },
      },
      {
        extends: true,
        test: {
          name: "postgresql",
          include: [WITH_DATABASE, POSTGRESQL_ONLY],
          globalSetup: "lib/dev/testing/postgresql-template.ts",
          ...PATIENCE,
        },
      },
    ],
  },
});
