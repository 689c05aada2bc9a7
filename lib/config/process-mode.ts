/**
 * Sets the process's mode before Next and Prisma are loaded: no telemetry, no version checks, and
 * no `.env` files that bypass the settings.
 */
export function enterProcessMode(mode: "production" | "development"): void {
  // Next's types make NODE_ENV read-only; at run time it is not.
  Object.assign(process.env, {
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    // Next reads no `.env` files if this is set.
    __NEXT_PROCESSED_ENV: "true",
  });
}

/**
 * Passes the build's configuration to Next, as its standalone server does, so that it needs neither
 * next.config.mjs nor packages for builds.
 */
export function useBuiltConfiguration(configuration: unknown): void {
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(configuration);
}
