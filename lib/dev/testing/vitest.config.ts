import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// An offset with half an hour, to find code that mistakes local time for UTC.
process.env.TZ = "Asia/Kolkata";

const WITH_DATABASE = "lib/**/*.db.test.ts";
const SQLITE_ONLY = "lib/**/*.sqlite.test.ts";
const POSTGRESQL_ONLY = "lib/**/*.pg.test.ts";
const IN_A_DOM = "{app,components}/**/*.dom.test.tsx";

/** What lets the files of a project share workers (`isolate: false`). */
const OWN_STATE = "lib/dev/testing/own-state.ts";

/** Databases start slowly on a busy machine; no test waits on purpose. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  teardownTimeout: 60_000,
  // A condition that a test waits for; it ends as soon as that is met.
  expect: { poll: { timeout: 30_000 } },
};

const root = fileURLToPath(new URL("../../..", import.meta.url));

export default defineConfig({
  root,
  test: {
    // One more than usual: tests spend much of their time waiting for the database.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{lib,app,components}/**/*.test.{ts,tsx}"],
          exclude: [WITH_DATABASE, SQLITE_ONLY, POSTGRESQL_ONLY, IN_A_DOM],
          isolate: false,
          setupFiles: [OWN_STATE, "lib/dev/testing/no-output.ts"],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "sqlite",
          include: [WITH_DATABASE, SQLITE_ONLY],
          isolate: false,
          setupFiles: [OWN_STATE, "lib/dev/testing/own-log.ts"],
          globalSetup: "lib/dev/testing/sqlite-template.ts",
          ...PATIENCE,
        },
      },
      {
        extends: true,
        // Next starts its links and reads headers only in its own server.
        resolve: {
          alias: {
            "next/link": `${root}app/testing/link.tsx`,
            "next/headers": `${root}app/testing/headers.ts`,
          },
        },
        test: {
          name: "components",
          include: [IN_A_DOM],
          environment: `${root}app/testing/environment.ts`,
          setupFiles: [OWN_STATE, "app/testing/browser.ts"],
          globalSetup: "lib/dev/testing/sqlite-template.ts",
          ...PATIENCE,
        },
      },
      {
        extends: true,
        test: {
          name: "postgresql",
          include: [WITH_DATABASE, POSTGRESQL_ONLY],
          isolate: false,
          setupFiles: [OWN_STATE, "lib/dev/testing/own-log.ts"],
          globalSetup: "lib/dev/testing/postgresql-template.ts",
          ...PATIENCE,
        },
      },
    ],
  },
});
