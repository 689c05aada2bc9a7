import { createServer } from "node:http";

/* The baseline of the benchmark: Node's own server, which returns "ok". */

createServer((_, response) => response.end("ok")).listen(Number(process.env.PORT), "127.0.0.1");
