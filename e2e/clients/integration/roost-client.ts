import { setTimeout as wait } from "node:timers/promises";

const ATTEMPTS = 8;
const WAIT_MAX_SECONDS = 60;
const BUSY = [429, 503];

/** An answer that is an error; `resourceId` is what an earlier request with the same key made. */
export class RoostError extends Error {
  readonly status: number;
  readonly resourceId: string | undefined;

  constructor(status: number, body: { message: string; resource_id?: string }) {
    super(body.message);
    this.status = status;
    this.resourceId = body.resource_id;
  }
}

type Call = { method?: string; body?: unknown; key?: string };

/** A small client like that of an integration: it honours Retry-After and repeats unanswered requests. */
export class RoostClient {
  #url: string;
  #token: string;
  retries = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The parsed answer. A POST needs a `key`, so that a second attempt makes nothing twice. */
  async call<T>(path: string, { method = "GET", body, key }: Call = {}): Promise<T> {
    const response = await this.#send(path, {
      method,
      headers: {
        authorization: `Token ${this.#token}`,
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  /** Every item of a list, page after page. */
  async *list<T>(path: string): AsyncGenerator<T> {
    for (let next: string | undefined = path; next !== undefined; ) {
      const headers = { authorization: `Token ${this.#token}` };
      const response = await this.#send(next, { headers });
      yield* (await response.json()) as T[];
      next = /<([^>]*)>; *rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    }
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${this.#url}${path}`, init).catch((error: unknown) => {
        if (attempt === ATTEMPTS) throw error;
      });
      if (response?.ok) return response;
      const again = response === undefined || BUSY.includes(response.status);
      if (!again || attempt === ATTEMPTS) {
        throw new RoostError(response?.status ?? 0, await response?.json());
      }
      this.retries += 1;
      const seconds = Number(response?.headers.get("retry-after") ?? 1);
      await wait(Math.min(seconds, WAIT_MAX_SECONDS) * 1000);
    }
  }
}
