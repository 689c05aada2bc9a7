const LOOK_EVERY_MS = 1000;

/**
 * Where boot.mjs started this process: sends it SIGHUP once boot.mjs is gone, so that no server
 * runs on that nobody can stop. Before the server is up that ends the process at once.
 */
export function stopWithBoot(): void {
  const boot = Number(process.env.ROOST_BOOT_PID);
  // Programs that this process starts have another parent.
  delete process.env.ROOST_BOOT_PID;
  if (!boot) return;
  setInterval(() => {
    if (process.ppid !== boot) process.kill(process.pid, "SIGHUP");
  }, LOOK_EVERY_MS).unref();
}
