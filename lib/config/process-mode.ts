/**
 * Puts the process into its mode before the web framework and Prisma are loaded: no telemetry,
 * no look-ups of newer versions, and files readable by their owner only.
 */
export function enterProcessMode(mode: "production" | "development"): void {
  // The framework's types make NODE_ENV read-only; at run time it is an ordinary variable.
  Object.assign(process.env, {
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
  });
  process.umask(0o077);
}

/**
 * Hands the framework the configuration of its build, as its own standalone server does, so that
 * it needs neither next.config.mjs nor what only builds need, and reads no `.env` files.
 */
export function useBuiltConfiguration(configuration: unknown): void {
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(configuration);
}
