import { readFileSync } from "node:fs";
import { useBuiltConfiguration } from "#lib/config/process-mode.ts";
import type { Handle } from "#lib/http/server/request-handler.ts";
import { BUILD_MANIFEST, PROJECT_ROOT } from "./project-root.ts";

export type Framework = {
  handle: Handle;
  close: () => Promise<void>;
};

type Options = { development: boolean; host: string; port: number };

/** Loads Next. The current directory must be the program's folder, as in the build. */
export async function loadFramework({ development, host, port }: Options): Promise<Framework> {
  process.chdir(PROJECT_ROOT);
  if (!development) useBuiltConfiguration(JSON.parse(readFileSync(BUILD_MANIFEST, "utf8")).config);
  const [{ default: next }, { createServer }] = await Promise.all([
    import("next"),
    import("node:http"),
  ]);
  const app = next({
    dir: PROJECT_ROOT,
    dev: development,
    hostname: host,
    port,
    // It handles upgrades on this server: in production on an unreachable one.
    ...(development ? {} : { httpServer: createServer() }),
  });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}
