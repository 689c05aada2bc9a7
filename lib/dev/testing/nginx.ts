import { spawnSync } from "node:child_process";

/** The nginx of this machine. Debian puts it where only root's PATH looks. */
export function findNginx(): string | undefined {
  return ["nginx", "/usr/sbin/nginx"].find(
    (program) => spawnSync(program, ["-v"], { stdio: "ignore" }).status === 0,
  );
}
