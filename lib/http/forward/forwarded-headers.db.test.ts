import { connect } from "node:net";
import { beforeEach, expect, test } from "vitest";
import { version } from "#lib/config/version.ts";
import { sendRaw } from "#lib/dev/testing/http-server.ts";
import { type Front, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";

let front: Front;
beforeEach(async () => {
  front = await roostBeforeNetBird();
});

const TO_NETBIRD = [
  ...["host", "connection", "authorization", "accept", "accept-language", "accept-encoding"],
  ...["content-type", "content-length", "user-agent", "x-request-id"],
];

const HOSTILE = [
  "Cookie: session=1",
  "Proxy-Authorization: Basic eDp5",
  "Forwarded: for=203.0.113.9",
  "X-Forwarded-For: 203.0.113.9",
  "X-Forwarded-Host: elsewhere.example",
  "X-Real-IP: 203.0.113.9",
  "If-None-Match: *",
  "If-Modified-Since: Sat, 28 Nov 2026 00:00:00 GMT",
  "Range: bytes=0-1",
  "X-HTTP-Method-Override: DELETE",
  "X-Roost-Client-Address: 203.0.113.9",
  "X-Own: 1",
  "Keep-Alive: timeout=9",
  "TE: trailers",
  "Accept-Encoding: gzip, br",
  "Accept-Language: de",
  `User-Agent: terraform-provider-netbird/1 ${"x".repeat(300)}`,
];

function head(method: string, path: string, ...lines: string[]): string {
  const { token } = front.team.owner;
  const own = ["Host: 127.0.0.1", `Authorization: Token ${token}`];
  return [`${method} ${path} HTTP/1.1`, ...own, ...lines, "", ""].join("\r\n");
}

const last = () => {
  const arrival = front.netbird.requests.findLast(
    ({ operation }) => operation === "GET /api/peers",
  );
  if (arrival === undefined) throw new Error("nothing arrived");
  return arrival;
};

test("only headers of the list reach NetBird, with a credential of its own", async () => {
  const { status } = await sendRaw(
    front.port,
    head("GET", "/api/peers", "Connection: close, authorization, x-own", ...HOSTILE),
  );
  expect(status).toBe(200);
  const { headers, rawHeaders, user } = last();
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  expect(names.filter((name) => !TO_NETBIRD.includes(name))).toEqual([]);
  expect(names).toEqual([...new Set(names)]);
  expect(JSON.stringify(rawHeaders)).not.toContain(front.team.owner.token);
  expect(user).not.toBeNull();
  expect(headers["accept-encoding"]).toBe("identity");
  expect(headers.connection).not.toContain("authorization");
  const agent = String(headers["user-agent"]);
  expect(agent).toMatch(`roost/${version()} (terraform-provider-netbird/1 xxx`);
  expect(agent.length).toBeLessThan(250);
});

test("only the content of NetBird's answer passes; all other headers are those of Roost", async () => {
  const headers = {
    ...{ "content-type": "application/json; charset=UTF-8", "set-cookie": "a=b" },
    ...{ server: "netbird", location: "/elsewhere", etag: '"1"', date: "then" },
    ...{ "access-control-allow-origin": "https://elsewhere.example", "x-own": "1" },
    ...{ "access-control-allow-credentials": "true", "x-request-id": "of-netbird" },
    ...{ "www-authenticate": "Basic", "content-security-policy": "none", link: "<x>" },
    ...{ "strict-transport-security": "max-age=0", "cache-control": "public, max-age=99" },
    ...{ "keep-alive": "timeout=99", upgrade: "h2c" },
  };
  front.netbird.misbehave({ answer: { status: 200, headers, body: "[]" } }, ({ url }) =>
    url.startsWith("/api/peers"),
  );
  const own = await front.send("GET", "/api/users/current");
  const received = await front.send("GET", "/api/peers");
  expect(received.json).toEqual([]);
  expect(received.headers["content-type"]).toMatch(/^application\/json/);
  expect(received.headers["content-length"]).toBe("2");
  const known = new Set([...Object.keys(own.headers), "content-length", "transfer-encoding"]);
  expect(Object.keys(received.headers).filter((name) => !known.has(name))).toEqual([]);
  for (const name of ["cache-control", "access-control-allow-origin", "content-security-policy"]) {
    expect(received.headers[name], name).toBe(own.headers[name]);
  }
  expect(received.headers["x-request-id"]).not.toBe("of-netbird");
  expect(received.headers.date).not.toBe("then");
});

test("HEAD has the headers of GET without a body, and OPTIONS does not reach NetBird", async () => {
  const [get, headOnly] = [
    await front.send("GET", "/api/peers"),
    await front.send("HEAD", "/api/peers"),
  ];
  expect([headOnly.status, headOnly.text]).toEqual([200, ""]);
  expect(headOnly.headers["content-type"]).toBe(get.headers["content-type"]);
  expect(last().method).toBe("GET");
  const { requests } = front.netbird;
  const count = requests.length;
  await front.send("OPTIONS", "/api/peers");
  expect(requests).toHaveLength(count);
});

test.each(["account=x", "ACCOUNT=x", "a=1&account=x&account=", "%61ccount=x", "account"])(
  "another account is refused by name: ?%s",
  async (query) => {
    const { requests } = front.netbird;
    await front.send("GET", "/api/peers");
    const count = requests.length;
    const received = await front.send("GET", `/api/peers?${query}`);
    expect([received.status, received.json.message]).toEqual([
      400,
      expect.stringMatching(/account/),
    ]);
    expect(requests).toHaveLength(count);
  },
);

test("a query arrives with the same names and values", async () => {
  const query = "name=a%20b&name=c%26d&empty=&x=%2F%23%C3%BC&plus=a%2Bb";
  await front.send("GET", `/api/peers?${query}`);
  const arrived = new URLSearchParams(last().url.split("?")[1]);
  expect([...arrived]).toEqual([...new URLSearchParams(query)]);
  await front.send("GET", "/api/peers?a=1;account=x");
  const parts = last()
    .url.split(/[?&;]/)
    .map((part) => decodeURIComponent(part.split("=")[0] ?? ""));
  expect(parts.filter((part) => part.toLowerCase() === "account")).toEqual([]);
});

test("a body of a read is dropped", async () => {
  const socket = connect(front.port, "127.0.0.1");
  socket.write(`${head("GET", "/api/peers", "Connection: close", "Content-Length: 5")}12345`);
  await new Promise((resolve) => socket.resume().once("close", resolve));
  expect(last()).toMatchObject({ body: "" });
  expect(last().headers["content-length"] ?? "0").toBe("0");
});
