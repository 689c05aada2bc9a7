import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * A proxy to the server of `url` that can be cut, restored, or silenced: then requests arrive, but
 * no answers return. Cut after the test.
 */
export async function lineTo(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let silent = false;
  let last: string | undefined;
  let cutting: { text: string; arrives: boolean } | undefined;
  let dropping: { text: string; arrives: boolean } | undefined;
  let replacing: { text: string; by: string } | undefined;
  let server: Server;
  const replaced = (data: Buffer) => {
    if (replacing === undefined) return data;
    const { text, by } = replacing;
    return Buffer.from(data.toString("latin1").replace(text, by), "latin1");
  };
  const open = async (port: number) => {
    server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on("error", () => {}).on("close", () => sockets.delete(socket));
      }
      const drop = () => void [near.destroy(), far.destroy()];
      let answered = () => {};
      far
        .on("data", (data) => {
          answered();
          if (!silent) near.write(data);
        })
        .on("end", () => near.end());
      near.on("data", (data) => {
        if (last !== undefined && data.includes(last)) silent = true;
        if (dropping !== undefined && data.includes(dropping.text)) {
          const { arrives } = dropping;
          dropping = undefined;
          if (!arrives) return drop();
          answered = drop;
        }
        if (cutting !== undefined && data.includes(cutting.text)) {
          if (!cutting.arrives) return void line.cut();
          answered = () => void line.cut();
        }
        far.write(replaced(data));
      });
      near.on("end", () => far.end());
    });
    await once(server.listen(port, "127.0.0.1"), "listening");
    // A listening TCP server has an address of this kind.
    return (server.address() as AddressInfo).port;
  };
  const port = await open(0);
  const line = {
    url: Object.assign(new URL(url), { port: `${port}` }).href,
    async cut() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    /** Cuts at the first data that contains this text, before the text or its answer arrives. */
    cutAt(text: string, { arrives }: { arrives: boolean }) {
      cutting = { text, arrives };
    },
    /** Ends only the connection that sends this text next, before the text or its answer arrives. */
    dropOnceAt(text: string, { arrives }: { arrives: boolean }) {
      dropping = { text, arrives };
    },
    /** Puts another text of the same length in the place of one that is sent. */
    replaceAt(text: string, by: string) {
      replacing = { text, by };
    },
    restore() {
      cutting = undefined;
      return open(port);
    },
    silence() {
      silent = true;
    },
    /** Silent from the first data that contains this text. */
    silenceAt(text: string) {
      last = text;
    },
    speak() {
      silent = false;
      last = undefined;
    },
  };
  onTestFinished(line.cut);
  return line;
}
