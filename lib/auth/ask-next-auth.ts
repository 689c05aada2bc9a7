import NextAuth, { type NextAuthOptions } from "next-auth";

/** What next-auth is asked. Nothing else of a request reaches it. */
export type Question = {
  method: string;
  segments: string[];
  fields: Record<string, string>;
  cookies: Record<string, string>;
};

/** What it answered: `Set-Cookie` lines, and either where it leads to or a body. */
export type NextAuthAnswer = {
  status: number;
  cookies: string[];
  redirect: string | undefined;
  body: unknown;
};

/**
 * Asks next-auth through its handler for Node requests, so that it sees the fields and cookies
 * given here, and no query, header or other cookie: it answers many of those with a 500.
 */
export async function askNextAuth(
  { method, segments, fields, cookies }: Question,
  options: NextAuthOptions,
): Promise<NextAuthAnswer> {
  const headers = new Map<string, unknown>();
  const answer = { status: 200, body: undefined as unknown };
  const setBody = (body: unknown) => {
    answer.body = body;
  };
  const response = {
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: unknown) {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    status(code: number) {
      answer.status = code;
      return response;
    },
    json: setBody,
    send: setBody,
    end: () => {},
  };
  const request = { method, query: { nextauth: segments }, body: fields, cookies, headers: {} };
  // Its types want the framework's own objects; it uses no more of them than this.
  await NextAuth(request as never, response as never, options);
  const redirect = headers.get("location");
  return {
    ...answer,
    cookies: [headers.get("set-cookie") ?? []].flat() as string[],
    redirect: typeof redirect === "string" ? redirect : undefined,
  };
}
