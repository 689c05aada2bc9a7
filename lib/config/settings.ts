import { dataDirectory, generatedSecret, prepareDataDirectory } from "./data-directory.ts";
import { assertSameDatabase } from "./database-address.ts";
import { type Environment, type LogLevel, readEnvironment, type Variables } from "./environment.ts";
import { globalSingleton } from "./global-singleton.ts";
import { type NetBirdServer, withAuthority } from "./netbird-server.ts";
import { assertPlainFiles } from "./plain-files.ts";
import { repositoryRoot } from "./repository-root.ts";
import { strangeVariables } from "./strange-variables.ts";

export { isSettingsError, SettingsError } from "./settings-error.ts";

/** All settings, validated; paths are absolute. */
export type Settings = Omit<Environment, "configuredSecret" | "netbird"> & {
  secret: string;
  /** Undefined: Roost is by itself, without a NetBird server behind it. */
  netbird: NetBirdServer | undefined;
  /** The folder of this installation's files; undefined if there are none. */
  dataFolder: string | undefined;
};

/**
 * Reads the settings from `env` and prepares the data folder with the secret in it. Throws a
 * SettingsError with one readable line for each bad variable.
 */
export function loadSettings(env: Variables, root: string): Settings {
  const { configuredSecret, netbird, ...environment } = readEnvironment(env, root);
  assertSameDatabase(env.DATABASE_URL ?? env["\ufeffDATABASE_URL"] ?? "", root);
  const server = netbird && withAuthority(netbird, root);
  const directory = dataDirectory(environment.databaseUrl, root);
  const usesDirectory =
    environment.databaseUrl.startsWith("file:") || configuredSecret === undefined;
  if (usesDirectory) prepareDataDirectory(directory, environment.databaseUrl);
  return {
    ...environment,
    netbird: server,
    secret: configuredSecret ?? generatedSecret(directory),
    dataFolder: usesDirectory ? directory : undefined,
  };
}

/** The process's settings, loaded on first use. next-auth reads its two from the environment. */
export function settings(): Settings {
  return globalSingleton("settings", () => {
    assertPlainFiles(process.env, process.execArgv);
    const loaded = loadSettings(process.env, repositoryRoot());
    process.env.NEXTAUTH_URL = loaded.publicUrl;
    process.env.NEXTAUTH_SECRET = loaded.secret;
    return loaded;
  });
}

/** Warnings about the environment, one line each. */
export const environmentWarnings = (): string[] => strangeVariables(process.env);

/**
 * The log level, read without file access: needed before the settings are, and in the framework's
 * bundle, which does not know the path of a file. No path depends on the root here.
 */
export function logLevel(): LogLevel {
  return readEnvironment(process.env, "/").logLevel;
}
