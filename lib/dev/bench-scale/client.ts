import { Agent, request } from "node:http";

export type TimedResponse = {
  status: number;
  headers: Headers;
  body: string;
  milliseconds: number;
};
/** A request; with the client's token unless another is given. */
export type Call = {
  method?: "GET" | "POST" | "DELETE";
  path: string;
  body?: unknown;
  token?: string;
  /** Measures the time to the first bytes of the body, and reads no more. */
  firstBytes?: true;
};

/** A client of one server over one connection, so that only the server is measured. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The answer and its time. */
  call({ method = "GET", path, body, token = this.#token, firstBytes }: Call) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { authorization: `Token ${token}`, "content-type": "application/json" };
    return new Promise<TimedResponse>((resolve, reject) => {
      const begun = performance.now();
      const sent = request(new URL(path, this.#url), { method, agent: this.#agent, headers });
      sent.on("error", reject).on("response", (response) => {
        const chunks: Buffer[] = [];
        const finish = () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(Object.entries(response.headers).map(([k, v]) => [k, `${v}`])),
            body: Buffer.concat(chunks).toString("utf8"),
            milliseconds: performance.now() - begun,
          });
        response.on("error", reject).on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          if (!firstBytes) return;
          finish();
          response.destroy();
        });
        response.on("end", finish);
      });
      sent.end(text);
    });
  }

  /** The body of the answer; throws unless it is 200. */
  async read(call: Call) {
    const { status, body } = await this.call(call);
    if (status !== 200) throw new Error(`${call.path} returned ${status}: ${body}`);
    return JSON.parse(body);
  }

  /** A second client with its own connection. */
  another(): Client {
    return new Client(this.#url, this.#token);
  }

  close(): void {
    this.#agent.destroy();
  }
}
