import { connect } from "node:net";
import { expect, test } from "../fixtures/test.ts";

/*
 * What only the wire can carry: bytes that are no text, bodies whose length is a lie, headers that
 * no client library would send.
 */

const CRLF = "\r\n";
/** Each character a byte: `\xff` is one that no UTF-8 text has. */
const bytes = (text: string) => Buffer.from(text, "latin1");

/** The statuses and bodies of all that comes back for these bytes until the connection ends. */
async function exchange(url: string, request: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => socket.destroy());
  socket.end(bytes(request));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((answer) => answer !== "")
    .map((answer) => ({
      status: Number(answer.slice(9, 12)),
      isJson: /^content-type: application\/json/im.test(answer),
      // Whatever the coding: an answer is one object, in one chunk.
      body: answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1),
    }));
}

const SMALL = '{"name":"m","role":"user","is_service_user":true}';
const USERS = "POST /api/users HTTP/1.1";
const DEEP = `{"name":${"[".repeat(10_000)}${"]".repeat(10_000)},"role":"user"}`;

type Odd = [name: string, status: number, headers: string[], body: string, start?: string];
const length = (body: string) => `Content-Length: ${body.length}`;
const withLength = (name: string, status: number, body: string): Odd => [
  name,
  status,
  [length(body)],
  body,
];
const chunked = (name: string, status: number, body: string): Odd => [
  name,
  status,
  ["Transfer-Encoding: chunked"],
  body,
];

/** None of them makes anything. */
const ODDS: Odd[] = [
  withLength("a byte that no UTF-8 text has", 400, '{"name":"\xff","role":"user"}'),
  withLength("an overlong slash", 400, '{"name":"\xc0\xaf","role":"user"}'),
  withLength("half a surrogate pair in UTF-8", 400, '{"name":"\xed\xa0\x80","role":"user"}'),
  withLength("UTF-16", 400, "\xff\xfe{\0}\0"),
  withLength("a NUL byte", 400, '{"name":"a\0b","role":"user"}'),
  withLength("an escaped NUL", 422, '{"name":"a\\u0000b","role":"user","is_service_user":true}'),
  withLength("10 000 levels", 422, DEEP),
  withLength("more than 64 KiB", 413, `{"name":"${"x".repeat(70_000)}"}`),
  ["a length that is no number", 400, ["Content-Length: ten"], SMALL],
  ["a negative length", 400, ["Content-Length: -1"], SMALL],
  ["two lengths", 400, [length(SMALL), "Content-Length: 1"], SMALL],
  ["a length and chunks", 400, [length(SMALL), "Transfer-Encoding: chunked"], SMALL],
  chunked(
    "a chunk that is too large",
    413,
    `11170${CRLF}${"x".repeat(0x11170)}${CRLF}0${CRLF}${CRLF}`,
  ),
  chunked("chunks with broken UTF-8", 400, `1${CRLF}{${CRLF}2${CRLF}\xff}${CRLF}0${CRLF}${CRLF}`),
  ["headers of 20 KB", 431, [`X-Long: ${"x".repeat(20_000)}`], ""],
  ["a header without a name", 400, [": x"], ""],
  ["a header with a space in its name", 400, ["X Y: z"], ""],
  ["a NUL in a header", 400, ["X-Nul: a\0b"], ""],
  ["two Host headers", 400, ["Host: a"], ""],
  ["a key that is no ASCII", 422, ["Idempotency-Key: \xe9", length(SMALL)], SMALL],
  ["another expectation", 417, ["Expect: everything", length(SMALL)], SMALL],
  ["a NUL in the path", 400, [], "", "GET /api/users/%00 HTTP/1.1"],
  ["a broken escape in the path", 400, [], "", "GET /api/users/%zz HTTP/1.1"],
  ["no UTF-8 in the query", 400, [], "", "GET /api/users?search=%ff HTTP/1.1"],
  ["raw bytes in the path", 400, [], "", "GET /api/users/\xff HTTP/1.1"],
  [
    "a URL of 10 000 characters",
    414,
    [],
    "",
    `GET /api/users?search=${"x".repeat(10_000)} HTTP/1.1`,
  ],
  ["an unknown method", 400, [], "", "BREW /api/users HTTP/1.1"],
  ["an unknown version", 400, [], "", "GET /api/users HTTP/9.9"],
];

test("malformed requests get a JSON error and change nothing", async ({ roost, owner, api }) => {
  const before = (await api("GET", "/api/users", { token: owner.token })).body;
  for (const [name, status, headers, body, start = USERS] of ODDS) {
    const authorization = `Authorization: Token ${owner.token}`;
    const head = [start, "Host: 127.0.0.1", authorization, "Connection: close", ...headers];
    const answers = await exchange(roost.url, `${head.join(CRLF)}${CRLF}${CRLF}${body}`);
    const [first] = answers;
    expect(first?.status, name).toBe(status);
    for (const answer of answers) {
      expect(answer.status, name).toBeLessThan(500);
      expect(answer.isJson, name).toBe(true);
    }
    expect(JSON.parse(first?.body ?? ""), name).toMatchObject({
      message: expect.stringMatching(/./),
      code: status,
      request_id: expect.stringMatching(/./),
    });
  }
  expect((await api("GET", "/api/users", { token: owner.token })).body).toEqual(before);
});

/** The server may close the connection without a word: it was already answering. */
test("a body that is not as long as it says, or in no coding there is, makes nothing", async ({
  roost,
  owner,
  api,
}) => {
  const before = (await api("GET", "/api/users", { token: owner.token })).body;
  const head = [USERS, "Host: 127.0.0.1", `Authorization: Token ${owner.token}`];
  for (const [header, body] of [
    ["Content-Length: 10", SMALL],
    ["Content-Length: 500", SMALL],
    ["Transfer-Encoding: gzip", SMALL],
    ["Transfer-Encoding: chunked", `zz${CRLF}${SMALL}${CRLF}0${CRLF}${CRLF}`],
    ["Transfer-Encoding: chunked", `31${CRLF}${SMALL}`],
    ["Transfer-Encoding: chunked", `31${CRLF}${SMALL}${CRLF}`],
  ]) {
    const request = `${[...head, header].join(CRLF)}${CRLF}${CRLF}${body}`;
    for (const { status } of await exchange(roost.url, request)) expect(status).toBe(400);
  }
  expect((await api("GET", "/api/users", { token: owner.token })).body).toEqual(before);
});

test("a body in chunks of one byte is read like one in one piece", async ({ roost, owner }) => {
  const head = [USERS, "Host: 127.0.0.1", `Authorization: Token ${owner.token}`];
  const coding = ["Transfer-Encoding: chunked", "Connection: close"];
  const chunks = [...SMALL].map((letter) => `1${CRLF}${letter}${CRLF}`).join("");
  const request = `${[...head, ...coding].join(CRLF)}${CRLF}${CRLF}${chunks}0${CRLF}${CRLF}`;
  expect((await exchange(roost.url, request))[0]?.status).toBe(200);
});
