import { createServer } from "node:http";
import { originWith } from "#lib/auth/origin.ts";
import { verifyToken } from "#lib/auth/verify-token.ts";
import { enterProcessMode } from "#lib/config/process-mode.ts";

/*
 * A verification without a body: Node's own server, which answers whether a token is valid. The
 * database is that of a Roost server.
 */

enterProcessMode("production");
const { openInstallation } = await import("#lib/cli/open-installation.ts");
await openInstallation();

createServer((request, response) => {
  const token = request.headers.authorization?.slice("Token ".length) ?? "";
  verifyToken(token, originWith("bench", "127.0.0.1", "bench")).then(
    () => response.writeHead(204).end(),
    () => response.writeHead(token === "" ? 200 : 401).end(),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
