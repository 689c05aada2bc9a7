import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** The nginx of this machine. On Debian it is only in root's PATH. */
export function findNginx(): string | undefined {
  return ["nginx", "/usr/sbin/nginx"].find(
    (program) => spawnSync(program, ["-v"], { stdio: "ignore" }).status === 0,
  );
}

/** An nginx configuration of the documents, by the beginning of its block. */
export function documentedNginx(file: string, begin: string): string {
  const text = readFileSync(join(repositoryRoot(), "docs", file), "utf8");
  const blocks = [...text.matchAll(/```nginx\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const found = blocks.find((block) => block.startsWith(begin));
  if (found === undefined) throw new Error(`${file} has no nginx block that begins with ${begin}`);
  return found;
}

/** The proxy configuration of docs/operations.md on a local port, without its TLS. */
export const documentedServer = (port: number): string =>
  documentedNginx("operations.md", "server {")
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_certificate.*\n/gm, "");

export type RunningProxy = { stop(): Promise<void> };

/** Starts nginx with this content of its `http` block; resolves once `url` answers. */
export async function startNginx(http: string, url: string): Promise<RunningProxy> {
  const program = findNginx();
  if (program === undefined) throw new Error("nginx is not installed");
  const folder = mkdtempSync(join(tmpdir(), "roost-nginx-"));
  const [file, errors] = [join(folder, "nginx.conf"), join(folder, "error.log")];
  const paths = TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n");
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${errors};
    events {} http { access_log off; ${paths}\n${http} }`,
  );
  const nginx = spawn(program, ["-p", folder, "-c", file, "-e", errors]);
  const ended = once(nginx, "exit");
  while ((await fetch(url).catch(() => undefined)) === undefined) {
    if (nginx.exitCode !== null) throw new Error(readFileSync(errors, "utf8"));
  }
  return {
    async stop() {
      nginx.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
