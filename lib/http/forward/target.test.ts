import { expect, test } from "vitest";
import { forwardedRows } from "#lib/contract/netbird-objects.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { targetPath, targetQuery } from "./target.ts";

function statusOf(run: () => unknown): string {
  try {
    return String(run());
  } catch (error) {
    return isProblem(error) ? error.problem : "other";
  }
}

const NAMES = /\{([^}]+)\}/g;

test("a path is that of the template with its parameters encoded again", () => {
  const params = { peerId: "ü &+:@=,$!'()*~ x", jobId: "..a" };
  const path = targetPath("/api/peers/{peerId}/jobs/{jobId}", params);
  expect(path).toBe("/api/peers/%C3%BC%20%26%2B%3A%40%3D%2C%24!'()*~%20x/jobs/..a");
});

const BORDERS = ["/", "\\", "?", "#", ";", "%", "\0", "\n", "\x7f", "\x85", "a/b", "a%2Fb", "x;y"];

test.each([...BORDERS, "", ".", ".."])("%j is refused in every parameter of every row", (value) => {
  for (const { path } of forwardedRows) {
    const names = [...path.matchAll(NAMES)].map(([, name = ""]) => name);
    for (const name of names) {
      const params = { ...Object.fromEntries(names.map((one) => [one, "x"])), [name]: value };
      expect(
        statusOf(() => targetPath(path, params)),
        path,
      ).toBe("invalid_request");
    }
  }
});

test.each(["account=1", "ACCOUNT=1", "a=1&Account=2", "%61ccount=1", "account", "+account=1"])(
  "the query ?%s is refused and named",
  (query) => {
    expect(statusOf(() => targetQuery(`?${query}`))).toBe("invalid_request");
    expect(() => targetQuery(`?${query}`)).toThrow(/\baccount\b/);
  },
);

test("other parameters are passed on, repeated ones too", () => {
  expect(targetQuery("?page=2&sort=a%26b&sort=c;d&accounts=1")).toBe(
    "?page=2&sort=a%26b&sort=c%3Bd&accounts=1",
  );
  expect([targetQuery(""), targetQuery("?")]).toEqual(["", ""]);
});
