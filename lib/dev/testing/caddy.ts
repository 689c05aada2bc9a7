import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningProxy } from "./nginx.ts";

/** Whether this machine has Caddy. */
export const hasCaddy = (): boolean =>
  spawnSync("caddy", ["version"], { stdio: "ignore" }).status === 0;

const OPTIONS = "{\n admin off\n auto_https off\n default_bind 127.0.0.1\n}\n";

/** Starts Caddy with these sites; resolves once `url` answers. */
export async function startCaddy(sites: string, url: string): Promise<RunningProxy> {
  if (!hasCaddy()) throw new Error("caddy is not installed");
  const folder = mkdtempSync(join(tmpdir(), "roost-caddy-"));
  const file = join(folder, "Caddyfile");
  writeFileSync(file, `${OPTIONS}${sites}`);
  const caddy = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  let output = "";
  caddy.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const ended = once(caddy, "exit");
  while ((await fetch(url).catch(() => undefined)) === undefined) {
    if (caddy.exitCode !== null) throw new Error(output);
  }
  return {
    async stop() {
      caddy.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
