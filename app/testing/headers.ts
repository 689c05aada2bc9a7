import { RequestCookies } from "next/dist/server/web/spec-extension/cookies.js";
import { HOST, visitor } from "./visitor.ts";

/** In place of Next's own, which needs a request: the headers of the browser under test. */
export async function headers(): Promise<Headers> {
  const cookie = [visitor.cookie, document.cookie].filter(Boolean).join("; ");
  return new Headers({ host: HOST, cookie });
}

/** The same for its cookies. */
export const cookies = async () => new RequestCookies(await headers());
