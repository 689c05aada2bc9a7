import NextAuth, { type NextAuthOptions } from "next-auth";

/** The parts of a request that reach next-auth. */
export type Question = {
  method: string;
  segments: string[];
  fields: Record<string, string>;
  cookies: Record<string, string>;
};

/** Its response: `Set-Cookie` lines, and either a redirect or a body. */
export type NextAuthAnswer = {
  status: number;
  cookies: string[];
  redirect: string | undefined;
  body: unknown;
};

/**
 * Calls next-auth's handler for Node requests with the fields and cookies given here only: it
 * answers many queries, headers and other cookies with a 500.
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
  // Its types require the framework's objects; it uses only this part of them.
  await NextAuth(request as never, response as never, options);
  const redirect = headers.get("location");
  return {
    ...answer,
    cookies: [headers.get("set-cookie") ?? []].flat() as string[],
    redirect: typeof redirect === "string" ? redirect : undefined,
  };
}
