const LOOK_EVERY_MS = 1000;

/**
 * Sends this process SIGHUP once the boot.mjs that started it has ended, so that no server is left
 * without a parent. Before the server runs, SIGHUP ends the process immediately.
 */
export function stopWithBoot(): void {
  const boot = Number(process.env.ROOST_BOOT_PID);
  // Child processes of this process have another parent.
  delete process.env.ROOST_BOOT_PID;
  // A server that a command of boot.mjs started, such as a benchmark's, belongs to that command.
  if (!boot || (process.ppid !== boot && isAlive(boot))) return;
  setInterval(() => {
    if (process.ppid !== boot) process.kill(process.pid, "SIGHUP");
  }, LOOK_EVERY_MS).unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
