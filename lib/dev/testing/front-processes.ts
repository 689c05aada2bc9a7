import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import type { NetBirdStub } from "./netbird/stub.ts";

const PROGRAM = new URL("./front-process.ts", import.meta.url).pathname;
/** As boot.mjs sets them for a server. */
const HEAP = ["--max-semi-space-size=8", "--heap-growing-percent=60"];

/** Roost's API before a stub of NetBird, as a process of its own until the end of the test. */
export async function startFrontProcess(
  databaseUrl: string,
  { url, brokerToken }: NetBirdStub,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [...HEAP, PROGRAM], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "fatal", BCRYPT_COST: "4" },
      ...{ DATABASE_URL: databaseUrl, NETBIRD_URL: url, NETBIRD_TOKEN: brokerToken },
      NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`ended: ${code}`)));
  ended.catch(() => {});
  const [port] = await Promise.race([once(child, "message"), ended]);
  return { child, port };
}
