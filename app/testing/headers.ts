import { HOST, visitor } from "./visitor.ts";

/** In place of Next's own, which needs a request: the headers of the browser under test. */
export async function headers(): Promise<Headers> {
  return new Headers({ host: HOST, cookie: visitor.cookie });
}
