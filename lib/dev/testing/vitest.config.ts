import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// An offset with half an hour, to find code that mistakes local time for UTC.
process.env.TZ = "Asia/Kolkata";

const WITH_DATABASE = "lib/**/*.db.test.ts";
const SQLITE_ONLY = "lib/**/*.sqlite.test.ts";
const POSTGRESQL_ONLY = "lib/**/*.pg.test.ts";

/** Databases start slowly on a busy machine; no test waits on purpose. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  teardownTimeout: 60_000,
};

export default defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    // One more than usual: tests spend much of their time waiting for the database.
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
