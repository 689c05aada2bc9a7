import { expect, test } from "vitest";
import { cookieName } from "#lib/config/cookie-names.ts";
import { makeLogger, makePlainLogger } from "./logger.ts";

const TOKEN = "nbp_AbCdEfGhIj0123456789abcdefghij012345";
const INVITE = "nbi_AbCdEfGhIj0123456789abcdefghij012345";
const COOKIE = "next-auth.session-token=eyJhbGciOi.xx.yy; theme=dark";

function logged(write: (log: ReturnType<typeof makeLogger>) => void): string {
  let lines = "";
  write(
    makeLogger("info", {
      write: (line) => {
        lines += line;
      },
    }),
  );
  return lines;
}

test("a line is one JSON object with its level, time and message", () => {
  const line = logged((log) => log.info({ requestId: "r1" }, "served"));
  expect(line.endsWith("}\n")).toBe(true);
  expect(JSON.parse(line)).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
    requestId: "r1",
    msg: "served",
  });
});

test.each([
  ["authorization", `Token ${TOKEN}`],
  ["cookie", COOKIE],
  ["set-cookie", COOKIE],
  ["password", "correct horse"],
  ["token", "opaque"],
  ["plain_token", "opaque"],
  ["plainToken", "opaque"],
  ["secret", "opaque"],
])("%s is unreadable at every depth a caller logs it", (key, value) => {
  for (const fields of [
    { [key]: value },
    { a: { [key]: value } },
    { a: { b: { [key]: value } } },
  ]) {
    const line = logged((log) => log.info(fields, "m"));
    expect(line).not.toContain(value);
    expect(line).toContain("[redacted]");
  }
});

test.each([
  ["http", "http://127.0.0.1:3000"],
  ["https", "https://roost.example.test"],
])("the cookies that Roost sets over %s are unreadable inside a message", (_, publicUrl) => {
  for (const kind of ["session", "csrf"] as const) {
    const name = cookieName(kind, { secret: "x", publicUrl });
    const line = logged((log) => log.warn(`saw a=b; ${name}=eyJhbGciOi.xx.yy; theme=dark`));
    expect(line).toContain(`${name}=[redacted]; theme=dark`);
  }
});

test("a token or a session cookie inside a message or an error is unreadable", () => {
  const cause = new Error(`refused ${INVITE}`);
  const lines = logged((log) => {
    log.warn(`saw ${TOKEN} and ${COOKIE}`);
    log.error({ err: new Error(`saw ${TOKEN}`, { cause }) }, "failed");
  });
  expect(lines).not.toMatch(/0123456789abcdefghij012345|eyJhbGciOi/);
  expect(lines).toContain("nbp_AbCdEfGhIj[redacted]");
  expect(lines).toContain("theme=dark");
});

test("a line contains no terminal control characters", () => {
  const line = logged((log) => log.info({ agent: "a\u001b[2J\u009b2J\u007f\u202eb" }, "x\u0085y"));
  expect(line).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(line)).toMatchObject({
    agent: "a\u001b[2J\u009b2J\u007f\u202eb",
    msg: "x\u0085y",
  });
});

test("the access log redacts tokens in values, too", () => {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  makePlainLogger("info", stream).info({ requestId: TOKEN }, "request");
  expect(JSON.parse(lines.join(""))).toMatchObject({ requestId: "nbp_AbCdEfGhIj[redacted]" });
});
