import { expect, test } from "vitest";
import { requestText, sendRaw, startHttpServer } from "#lib/dev/testing/http-server.ts";

const SECRET = "nbp_AbCdEfGhIj0123456789abcdefghij012345";

test.each([
  [
    "non-ASCII letters in a query",
    requestText("GET /api/users?search=Büro"),
    "the URL has characters that must be percent-encoded",
  ],
  [
    "non-ASCII letters in a path",
    requestText("GET /api/groups/日本"),
    "the URL has characters that must be percent-encoded",
  ],
  [
    "a tab in a URL",
    requestText("GET /api/users?search=a\tb"),
    "the URL has characters that must be percent-encoded",
  ],
  [
    "a blank in a URL",
    requestText("GET /api/users?search=a b"),
    "the URL has a blank that must be percent-encoded",
  ],
  [
    "a token from a file with Windows line ends",
    requestText("GET /api/users", `Authorization: Token ${SECRET}\r`, "X-Other: a"),
    "the header Authorization has a stray carriage return (CR), as a file with Windows line ends leaves it",
  ],
  [
    "a carriage return within a header",
    requestText("GET /api/users", "X-Team: a\rb"),
    "the header X-Team has a stray carriage return (CR), as a file with Windows line ends leaves it",
  ],
  [
    "a line feed within a header",
    requestText("GET /api/users", "X-Team: a\nX-B: c"),
    "the header X-Team ends with a line feed (LF) alone",
  ],
  [
    "a control character in a header",
    requestText("GET /api/users", "X-Team: a\u001bb"),
    "the header X-Team has the control character 0x1b",
  ],
  [
    "a blank in a header name",
    requestText("GET /api/users", "X Team: a"),
    "a header's name is not valid",
  ],
  [
    "a Content-Length in words",
    requestText("POST /api/users", "Content-Length: ten"),
    "the header Content-Length is no number",
  ],
])("%s is 400 with the reason and without the value", async (_, bytes, reason) => {
  const { port } = await startHttpServer();
  const { status, text } = await sendRaw(port, bytes);
  expect([status, JSON.parse(text).message]).toEqual([
    400,
    `the request is not valid HTTP: ${reason}`,
  ]);
  expect(text).not.toContain("AbCdEfGhIj");
});

test("any other error is reported as invalid HTTP without a reason", async () => {
  const { port } = await startHttpServer();
  const { status, text } = await sendRaw(port, "\u0000\u0001\r\n\r\n");
  expect([status, JSON.parse(text).message]).toEqual([
    400,
    "the request is not valid HTTP: the method is unknown",
  ]);
});
