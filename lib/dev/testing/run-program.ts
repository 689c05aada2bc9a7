import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs one of Roost's programs on a database, with low hashing costs; returns its exit code and all
 * that it printed.
 */
export async function runProgramOn(url: string, program: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      NEXTAUTH_SECRET: "s".repeat(40),
      BCRYPT_COST: "4",
      PASSWORD_BCRYPT_COST: "4",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, output };
}
