/**
 * Puts the process into its mode before the web framework and Prisma are loaded: no telemetry,
 * no look-ups of newer versions, and no `.env` files read behind the settings' back.
 */
export function enterProcessMode(mode: "production" | "development"): void {
  // The framework's types make NODE_ENV read-only; at run time it is an ordinary variable.
  Object.assign(process.env, {
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    // The framework takes this to mean that the files have been read already.
    __NEXT_PROCESSED_ENV: "true",
  });
}

/**
 * Hands the framework the configuration of its build, as its own standalone server does, so that
 * it needs neither next.config.mjs nor what only builds need.
 */
export function useBuiltConfiguration(configuration: unknown): void {
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(configuration);
}
