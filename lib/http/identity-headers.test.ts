import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES } from "#lib/contract/fields.ts";
import { identityHeaders } from "./identity-headers.ts";

const ACTOR = {
  ...{ userId: "0f1d6f0e-4a4e-4a43-8a39-3f5b0a6f9c11", name: "ci", role: "user" as const },
  ...{ scopes: null, isServiceUser: true },
  credential: { kind: "token" as const, id: "d4k0n2v3c5s1d9f0q2m0", secretId: "secret" },
};
const named = (...names: string[]) => names.map((name) => ({ name }));

test("every header is sent, with - for what is empty", () => {
  expect(identityHeaders({ ...ACTOR, name: "", scopes: [] }, [])).toEqual({
    "x-roost-user-id": "0f1d6f0e-4a4e-4a43-8a39-3f5b0a6f9c11",
    "x-roost-user": "-",
    "x-roost-role": "user",
    "x-roost-scopes": "-",
    "x-roost-groups": "-",
    "x-roost-token-id": "d4k0n2v3c5s1d9f0q2m0",
    "x-roost-service-user": "true",
  });
});

test.each([
  ["-", "%2D"],
  ["--", "--"],
  ["a,b c", "a%2Cb%20c"],
  ["50%", "50%25"],
  ["(o'k)*!", "%28o%27k%29%2A%21"],
  ["Büro 🦆", "B%C3%BCro%20%F0%9F%A6%86"],
  ["a\r\nX-Roost-Role: owner", "a%0D%0AX-Roost-Role%3A%20owner"],
  ["\ud800", "%EF%BF%BD"],
])("the name %j is sent as %s", (name, expected) => {
  const sent = identityHeaders({ ...ACTOR, name }, named(name, "ops"));
  expect(sent["x-roost-user"]).toBe(expected);
  expect(sent["x-roost-groups"]).toBe(`${expected},ops`);
});

test("scopes are separated by spaces, and a token without scopes has all", () => {
  const scopes = (given: string[] | null) =>
    identityHeaders({ ...ACTOR, scopes: given }, [])["x-roost-scopes"];
  expect(scopes(["agent_network.logs:read", "service:my-wiki"])).toBe(
    "agent_network.logs:read service:my-wiki",
  );
  expect(scopes(null)).toBe("all");
});

test("values decode to what they were, in visible ASCII", () => {
  const text = fc.string({ unit: "binary", minLength: 1 });
  const actor = fc.record({ name: text, role: fc.constantFrom(...ROLES) });
  const check = fc.property(
    actor,
    fc.array(text, { minLength: 1, maxLength: 5 }),
    (given, groups) => {
      const sent = identityHeaders({ ...ACTOR, ...given }, named(...groups));
      expect(Object.values(sent).join("")).toMatch(/^[\x21-\x7e]+$/);
      expect(decodeURIComponent(sent["x-roost-user"] ?? "")).toBe(given.name);
      expect(sent["x-roost-groups"]?.split(",").map(decodeURIComponent)).toEqual(groups);
      expect(sent["x-roost-groups"]).not.toBe("-");
    },
  );
  fc.assert(check);
});
