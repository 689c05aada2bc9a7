import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import type {
  DiffTarget,
  HistoryDiagnostic,
  MigrationList,
  SchemaEngine,
} from "@prisma/schema-engine-wasm";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { Migration, Provider } from "#lib/db/migration-files.ts";

type EngineModule = {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm: (exports: WebAssembly.Exports) => void;
};

const NO_FILTER = { externalTables: [], externalEnums: [] };

/** What the engine calls before it stops on an error of its own, to say what that is. */
const PANIC_REGISTRY = {
  set_message(message: string): never {
    throw new Error(`schema engine: ${message}`);
  },
};

/** Prisma's schema engine in its WebAssembly form: the native one would be a download. */
async function loadEngineModule(): Promise<EngineModule> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: PANIC_REGISTRY });
  const require = createRequire(import.meta.url);
  const glue = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const module: EngineModule = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(join(dirname(glue), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": module as unknown as WebAssembly.ModuleImports,
  });
  module.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function") throw new Error("schema engine: unexpected module");
  start();
  return module;
}

/** What the engine finds between a database and a folder of migrations. */
export type Diagnosis = { history: HistoryDiagnostic | null; failed: string[]; edited: string[] };

/** The operations of the schema engine that Roost uses. */
export type Engine = {
  diagnose(migrations: Migration[]): Promise<Diagnosis>;
  apply(migrations: Migration[]): Promise<string[]>;
  diff(from: DiffTarget, to: DiffTarget): Promise<string>;
};

/** The file by which the engine knows which database a folder of migrations is for. */
export function lockfile(provider: Provider): string {
  return `provider = "${provider}"\n`;
}

/**
 * Lets `use` work with the engine on one connection. What the engine locks stays locked until the
 * caller closes that connection.
 */
export async function withSchemaEngine<T>(
  adapter: SqlDriverAdapter,
  datamodels: [string, string][],
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  // One for the process: the module around it holds a single instance for all importers.
  const { SchemaEngine } = await globalSingleton("schema engine", loadEngineModule);
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => adapter,
    connectToShadowDb: () => Promise.reject(new Error("the schema engine gets one database")),
  });
  const engine = await SchemaEngine.new({ datamodels }, () => {}, factory);
  try {
    const provider = adapter.provider === "sqlite" ? "sqlite" : "postgresql";
    return await use(operations(engine, provider));
  } finally {
    engine.free();
  }
}

function operations(engine: SchemaEngine, provider: Provider): Engine {
  return {
    async diagnose(migrations) {
      const found = await engine.diagnoseMigrationHistory({
        migrationsList: migrationList(migrations, provider),
        optInToShadowDatabase: false,
        filters: NO_FILTER,
      });
      const { history, failedMigrationNames: failed, editedMigrationNames: edited } = found;
      return { history, failed, edited };
    },
    async apply(migrations) {
      const migrationsList = migrationList(migrations, provider);
      const done = await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
      return done.appliedMigrationNames;
    },
    async diff(from, to) {
      const options = { script: true, exitCode: null, filters: NO_FILTER };
      const found = await engine.diff({ from, to, ...options });
      return found.stdout ?? "";
    },
  };
}

function migrationList(migrations: Migration[], provider: Provider): MigrationList {
  return {
    baseDir: "",
    lockfile: { path: "migration_lock.toml", content: lockfile(provider) },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}
