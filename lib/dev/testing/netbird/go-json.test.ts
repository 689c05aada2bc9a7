import { expect, test } from "vitest";
import { readAsGo } from "./go-json.ts";
import { bodyError, bodyShape } from "./openapi.ts";

const users = { method: "POST", path: "/api/users" } as const;
const policies = { method: "POST", path: "/api/policies" } as const;
const read = (text: string) => readAsGo(text, bodyShape(users));

test.each([
  ["the last key wins", `{"role":"user","role":"admin"}`, { role: "admin" }],
  ["in any letter case", `{"auto_groups":["ci"],"AUTO_GROUPS":["a"]}`, { auto_groups: ["a"] }],
  ["in the order of the text", `{"role":"a","Role":"b","role":"c"}`, { role: "c" }],
  ["a long s is an s", `{"auto_groupſ":["a"]}`, { auto_groups: ["a"] }],
  ["a Kelvin sign is a k", `{"ro\\u006ce":"a","\\u212Aey":1}`, { role: "a", "K\u0065y": 1 }],
  ["null leaves a field unset", `{"role":"a","role":null}`, { role: "a" }],
  ["bytes after the value are ignored", `{"role":"a"}} {"role":"b"}`, { role: "a" }],
  ["unknown keys are kept", `{"x":null}`, { x: null }],
])("%s", (name, text, expected) => {
  const shape = name.includes("Kelvin") ? { fields: { role: {}, Key: {} } } : bodyShape(users);
  expect(readAsGo(text, shape)).toEqual(expected);
});

test("a repeated object is merged, as into one struct", () => {
  const text = `{"rules":[{"NAME":"x"}],"Name":"p","meta":{"a":1},"meta":{"b":2}}`;
  expect(readAsGo(text, bodyShape(policies))).toEqual({
    rules: [{ name: "x" }],
    name: "p",
    meta: { a: 1, b: 2 },
  });
});

test.each(["", "{", `{"role":}`, `{"role":"a",}`, `{/**/}`, "nonsense"])(
  "%j is no JSON",
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);

test("a body is compared with NetBird's OpenAPI document", () => {
  const whole = { role: "user", auto_groups: [], is_service_user: true };
  expect(bodyError(users, whole)).toBeNull();
  expect(bodyError(users, { ...whole, role: 1 })).toMatchObject({ wrongType: true });
  expect(bodyError(users, { role: "user" })).toMatchObject({ wrongType: false });
});
