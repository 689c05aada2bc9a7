import { inspect } from "node:util";

/** An access token of NetBird, opaque, which no log, error or JSON shows. */
export class Credential {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** The value of the header Authorization, for the request to NetBird only. */
  authorization(): string {
    return `Token ${this.#token}`;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [inspect.custom](): string {
    return "[redacted]";
  }
}
