import { readFileSync } from "node:fs";
import { enterProcessMode } from "#lib/config/process-mode.ts";

/*
 * A process with Roost's API before NetBird, of which a test measures the memory: sends the port,
 * and for each message the peak of its memory in bytes.
 */

enterProcessMode("production");
const { settings } = await import("#lib/config/settings.ts");
const { useDatabase } = await import("#lib/db/database.ts");
const { openDatabase } = await import("#lib/db/open-database.ts");
const { answerApi } = await import("#lib/http/server/api-handler.ts");
const { createHttpServer } = await import("#lib/http/server/create-server.ts");

useDatabase(await openDatabase(settings().databaseUrl));
const server = createHttpServer({
  ...{ trustedProxies: [], publicUrl: "http://127.0.0.1:3000", securityContact: undefined },
  ...{ development: false, answerApi, handle: () => {}, onResponse: () => {}, onError: () => {} },
});

/** VmHWM of proc(5), in kB there. */
function peakBytes(): number {
  const [, kilobytes = ""] =
    /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" ? address?.port : null);
});
process.on("message", () => process.send?.(peakBytes()));
process.on("disconnect", () => process.exit());
