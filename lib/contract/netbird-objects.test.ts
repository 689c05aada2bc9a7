import { expect, test } from "vitest";
import { netbirdApi } from "./netbird-api.ts";
import { netbirdObjects, nothingAt } from "./netbird-objects.ts";
import { operations } from "./operations.ts";

const reads = netbirdObjects.filter(({ method }) => method === "GET");
const place = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const parametersOf = (path: string) =>
  Object.fromEntries(
    Array.from(path.matchAll(/\{([\w-]+)\}/g), ([, name = ""]) => [name, `Id-${name}`]),
  );

const nameless = (row: { method: string; path: string }) => place(row).replace(/\{[^}]*\}/g, "{}");

test("the table lists no operation twice, regardless of parameter names", () => {
  const places = netbirdApi.map(nameless);
  expect(places.filter((one, at) => places.indexOf(one) !== at)).toEqual([]);
});

test("no operation of Roost is answered as an operation of a NetBird server", () => {
  const own = new Set(Object.values(operations).map(nameless));
  expect(netbirdObjects.map(nameless).filter((text) => own.has(text))).toEqual([]);
});

test("returns NetBird's 404 for an object by ID and an empty answer for other reads", () => {
  for (const row of reads) {
    const answer = nothingAt(row, parametersOf(row.path));
    if (row.path.endsWith("}")) expect(answer, row.path).toHaveProperty("notFound");
    if ("notFound" in answer) expect(answer.notFound, row.path).toContain("not found");
    else expect(JSON.stringify(answer.body), row.path).toContain("[]");
  }
});

test.each([
  ["/api/setup-keys/{keyId}", { keyId: "K1" }, { notFound: "setup key: k1 not found" }],
  [
    "/api/peers/{peerId}/jobs/{jobId}",
    { peerId: "p", jobId: "J" },
    { notFound: "job j not found" },
  ],
  ["/api/peers/{peerId}/accessible-peers", { peerId: "P" }, { notFound: "peer not found: p" }],
  ["/api/networks/{networkId}/routers", { networkId: "N" }, { body: [] }],
  [
    "/api/agent-network/policies/{policyId}",
    { policyId: "x" },
    { notFound: "agent network policy: x not found" },
  ],
  ["/api/dns/settings", {}, { body: { disabled_management_groups: [] } }],
  ["/api/policies", {}, { body: [] }],
] as [string, Record<string, string>, object][])("%s", (path, params, expected) => {
  expect(nothingAt({ path }, params)).toEqual(expected);
});
