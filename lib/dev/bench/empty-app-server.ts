import { createServer } from "node:http";
import next from "next";

/*
 * Serves the built application in the current directory like Roost's server, but without its request handler:
 * the cost of the framework itself.
 */

const port = Number(process.env.PORT);
const app = next({
  dir: process.cwd(),
  dev: false,
  hostname: "127.0.0.1",
  port,
  httpServer: createServer(),
});
await app.prepare();
const handle = app.getRequestHandler();
createServer((request, response) => void handle(request, response)).listen(port, "127.0.0.1");
