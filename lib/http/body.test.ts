import { expect, test } from "vitest";
import { z } from "zod";
import { createUserBody, updateUserBody } from "#lib/contract/users.ts";
import { bodyLimitOf, parseBody, readBytes } from "./body.ts";
import { toApiRequest } from "./route.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (request: Request) => readBytes(toApiRequest(request), bodyLimitOf());
const parse = (text: string) => parseBody(bytes(text), { body: createUserBody });
const caught = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

test.each(["", "{", "null", "[]", "3", '"x"', "{} trailing"])(
  "a body %j is unreadable: 400",
  (text) => {
    expect(caught(() => parse(text))).toMatchObject({
      problem: "invalid_request",
      message: expect.stringMatching(/^couldn't parse JSON request: ./),
    });
  },
);

test("broken UTF-8 is unreadable, not silently repaired", () => {
  const broken = new Uint8Array([...bytes('{"name":"'), 0xc3, 0x28, ...bytes('"}')]);
  expect(caught(() => parseBody(broken, { body: createUserBody }))).toMatchObject({
    problem: "invalid_request",
  });
});

test.each([
  ['{"name":3,"role":"user"}', "name"],
  ['{"name":"a\\u0000b","role":"user"}', "name"],
  ['{"name":"\\ud800","role":"user"}', "name"],
  ['{"name":"   ","role":"user"}', "name"],
  ['{"role":"user","auto_groups":"all"}', "auto_groups"],
  ['{"role":"user","auto_groups":[1]}', "auto_groups.0"],
  ['{"role":"user","is_service_user":"true"}', "is_service_user"],
  ['{"role":"king"}', "role"],
  ["{}", "role"],
])("%s is 422 and names %s in an entry and in the message", (text, path) => {
  const error = caught(() => parse(text));
  expect(error).toMatchObject({ problem: "validation_failed", errors: [{ path }] });
  expect(String(error)).toContain(path.split(".")[0]);
});

test("names match in any letter case, null is absent, unknown fields are ignored, the last wins", () => {
  const text = '{"NAME":"a","Role":"ADMIN","email":null,"other":1,"name":"b","id":"chosen"}';
  expect(parse(text)).toEqual({ name: "b", role: "admin" });
});

test("no entry of a list over its length limit is processed", () => {
  const entry = z.object({ a: z.string() });
  const { shape } = entry;
  let worked = 0;
  Object.defineProperty(entry, "shape", {
    get() {
      worked += 1;
      return shape;
    },
  });
  const body = z.object({ list: z.array(entry).max(2, { error: "too long" }).optional() });
  expect(parseBody(bytes('{"list":[{"A":"1"},{"a":"2"}]}'), { body })).toEqual({
    list: [{ a: "1" }, { a: "2" }],
  });
  expect(worked).toBeGreaterThan(0);
  worked = 0;
  const error = caught(() => parseBody(bytes('{"list":[{},{},{}]}'), { body }));
  expect(error).toMatchObject({ errors: [{ path: "list", message: "too long" }] });
  expect(worked).toBe(0);
});

test("absent auto_groups on an update are 400 before every other check", () => {
  const error = caught(() => parseBody(bytes('{"role":"king"}'), { body: updateUserBody }));
  expect(error).toMatchObject({
    problem: "invalid_request",
    message: "auto_groups field can't be absent",
  });
});

test("a body over the limit is refused with or without a Content-Length", async () => {
  const post = (body: BodyInit, headers = {}) =>
    new Request("http://a.example/", {
      method: "POST",
      body,
      headers,
      duplex: "half",
    } as RequestInit);
  const over = new Uint8Array(bodyLimitOf() + 1);
  const stream = () => new Blob([over]).stream();
  await expect(read(post(stream()))).rejects.toMatchObject({
    problem: "too_large",
  });
  const declared = post("x", { "content-length": String(bodyLimitOf() + 1) });
  await expect(read(declared)).rejects.toMatchObject({
    problem: "too_large",
  });
  expect(await read(post(over.slice(1)))).toHaveLength(bodyLimitOf());
});

test.each(["gzip", "br", "deflate, gzip", "identity, gzip"])(
  "a body with the coding %s is refused for its coding, whatever its bytes",
  async (coding) => {
    const request = (value: string) =>
      new Request("http://a.example/", {
        method: "POST",
        body: "{}",
        headers: { "content-encoding": value },
      });
    await expect(read(request(coding))).rejects.toMatchObject({
      problem: "unsupported_media",
    });
    expect(await read(request("identity"))).toHaveLength(2);
  },
);

test("an aborted body is a bad request, not a database failure", async () => {
  const gone = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
  const body = new ReadableStream({
    pull: (controller) => controller.error(gone),
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  const request = new Request("http://a.example/", init);
  await expect(read(request)).rejects.toMatchObject({
    problem: "invalid_request",
    message: "the body ended too early",
  });
});

test("nested names match in any letter case, and null is absent", () => {
  const inner = z.object({ deep_name: z.string().optional() });
  const body = z.object({
    outer: inner.prefault({}),
    maybe: inner.optional(),
    list: z
      .array(inner)
      .optional()
      .transform((items) => items ?? []),
  });
  const text =
    '{"OUTER":{"Deep_Name":"a","other":1},"maybe":{"deep_name":null},"List":[{"DEEP_NAME":"b"}]}';
  expect(parseBody(bytes(text), { body })).toEqual({
    outer: { deep_name: "a" },
    maybe: {},
    list: [{ deep_name: "b" }],
  });
});

test("a nullable field keeps null", () => {
  const body = z.object({ days: z.number().nullable().optional(), other: z.number().optional() });
  expect(parseBody(bytes('{"Days":null,"other":null}'), { body })).toEqual({ days: null });
  expect(parseBody(bytes("{}"), { body })).toEqual({});
});

test("an answer lists at most a hundred invalid entries", () => {
  const text = JSON.stringify({ ids: Array(10_000).fill(1) });
  const error = caught(() =>
    parseBody(bytes(text), { body: z.object({ ids: z.array(z.string()) }) }),
  );
  expect(error).toMatchObject({ problem: "validation_failed", errors: { length: 100 } });
});
