import { createServer } from "node:http";

/* The floor under every figure of the benchmark: Node's own server, answering "ok". */

createServer((_, response) => response.end("ok")).listen(Number(process.env.PORT), "127.0.0.1");
