import { spawnSync } from "node:child_process";

/** The nginx of this machine. On Debian it is only in root's PATH. */
export function findNginx(): string | undefined {
  return ["nginx", "/usr/sbin/nginx"].find(
    (program) => spawnSync(program, ["-v"], { stdio: "ignore" }).status === 0,
  );
}
