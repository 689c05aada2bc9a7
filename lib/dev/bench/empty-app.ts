import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `force-dynamic`, like all our routes: a prerendered answer would be a cached file. */
const FILES = {
  "package.json": `{ "private": true, "type": "module" }`,
  "next.config.mjs": `export default {
  compress: false,
  poweredByHeader: false,
  turbopack: { root: new URL("../..", import.meta.url).pathname },
};`,
  "app/route.js": `export const dynamic = "force-dynamic";
export const GET = () => new Response("ok");`,
};

/**
 * Builds an application with a single route that returns "ok", with this checkout's Next; returns
 * its folder. It is in `.next`, from where Next's packages are found.
 */
export function buildEmptyApp(root: string): string {
  const folder = join(root, ".next/empty-app");
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const next = join(root, "node_modules/next/dist/bin/next");
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (status !== 0) throw new Error(`the empty application was not built:\n${stdout}${stderr}`);
  return folder;
}
