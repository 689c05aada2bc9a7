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
