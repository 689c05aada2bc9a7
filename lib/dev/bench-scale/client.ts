import { Agent, request } from "node:http";

export type TimedResponse = {
  status: number;
  headers: Headers;
  body: string;
  milliseconds: number;
};
/** What is asked, with the client's own token unless another is named. */
export type Call = { method?: "GET" | "POST"; path: string; body?: unknown; token?: string };

/** A caller of one server over one connection, so that what is measured is the server. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The whole answer, and how long it took. */
  call({ method = "GET", path, body, token = this.#token }: Call): Promise<TimedResponse> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { authorization: `Token ${token}`, "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const begun = performance.now();
      const sent = request(new URL(path, this.#url), { method, agent: this.#agent, headers });
      sent.on("error", reject).on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("error", reject).on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(Object.entries(response.headers).map(([k, v]) => [k, `${v}`])),
            body: Buffer.concat(chunks).toString("utf8"),
            milliseconds: performance.now() - begun,
          }),
        );
      });
      sent.end(text);
    });
  }

  /** The answer's body; an answer other than 200 is an error. */
  async read(call: Call) {
    const { status, body } = await this.call(call);
    if (status !== 200) throw new Error(`${call.path} answered ${status}: ${body}`);
    return JSON.parse(body);
  }

  /** A second caller beside this one, over a connection of its own. */
  another(): Client {
    return new Client(this.#url, this.#token);
  }

  close(): void {
    this.#agent.destroy();
  }
}
