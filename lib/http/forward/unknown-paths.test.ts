import { beforeEach, expect, test } from "vitest";
import { forgetGlobalSingleton } from "#lib/config/global-singleton.ts";
import { noteUnknownPath, unknownPaths } from "./unknown-paths.ts";

beforeEach(() => forgetGlobalSingleton("netbird-unknown-paths"));

const noted = (...calls: [string, string][]) => {
  for (const [method, path] of calls) noteUnknownPath(method, path);
  return unknownPaths().map(({ method, path, count }) => `${method} ${path} ${count}`);
};

test("counts by method and path, latest first, with one path for all objects", () => {
  expect(
    noted(
      ["GET", "/api/flows"],
      ["GET", "/api/flows/d3v8q5rl0ubs73f8c9a0"],
      ["GET", "/api/flows/d3v8q5rl0ubs73f8c9b0"],
      ["GET", "/api/flows"],
    ),
  ).toEqual(["GET /api/flows 2", "GET /api/flows/{id} 2"]);
});

test("keeps no token and no more than 100 paths of 200 characters", () => {
  const token = `nbp_${"a1".repeat(18)}`;
  for (let at = 0; at < 300; at += 1) noteUnknownPath("GET", `/api/${"x".repeat(at + 1)}/${token}`);
  expect(unknownPaths()).toHaveLength(100);
  expect(JSON.stringify(unknownPaths())).not.toContain("a1a1a1a1a1a1");
  expect(Math.max(...unknownPaths().map(({ path }) => path.length))).toBeLessThanOrEqual(200);
});
