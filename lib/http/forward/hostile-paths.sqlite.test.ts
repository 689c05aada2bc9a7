import { beforeEach, expect, test } from "vitest";
import { type NetBirdOperation, netbirdApi } from "#lib/contract/netbird-api.ts";
import type { Arrival } from "#lib/dev/testing/netbird/arrival.ts";
import { type Front, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";

/*
 * NetBird's router decodes a path before it splits it, so an encoded slash leads to another
 * operation there. Whatever stands in a parameter: the operation that Roost decided on arrives, with
 * the same parameters, or nothing does.
 */

let front: Front;
beforeEach(async () => {
  front = await roostBeforeNetBird();
});

const FORWARDED = ["yes", "by-mode"];
const PARAMETER = /\{[^}]+\}/g;
const name = ({ method, path }: NetBirdOperation) => `${method} ${path}`;

const HOSTILE = [
  ..."%2F %2f %5C \\ ; %3B %3F %23 %00 %25 %252F %25%32%46".split(" "),
  ..."%0a %0D%0A %7f %c0%af %ff %e2%88%95 %ef%bc%8f %".split(" "),
];
const PLACES: ((hostile: string) => string)[] = [
  (hostile) => hostile,
  (hostile) => `x${hostile}jobs`,
  (hostile) => `x${hostile}tokens`,
  (hostile) => `x${hostile}..${hostile}users`,
];
const DOTS = ".. . %2e%2e %2E. %2e %2e%2e%2fusers ..; %252e%252e %20 %20x".split(" ");
const VALUES = [...HOSTILE.flatMap((hostile) => PLACES.map((place) => place(hostile))), ...DOTS];

/** The paths of an operation with the value in each parameter in turn. */
function pathsWith({ path }: NetBirdOperation, value: string): string[] {
  const count = [...path.matchAll(PARAMETER)].length;
  return Array.from({ length: count }, (_, at) => {
    let index = 0;
    return path.replaceAll(PARAMETER, () => (index++ === at ? value : "x"));
  });
}

const AT_ONCE = 16;
const numberOf = ({ url }: Arrival) => new URLSearchParams(url.split("?")[1]).get("n");

/**
 * Whether Roost asked itself: for the list of users, or to call as a user of its own, which only
 * the broker may, about known users.
 */
function isOfRoost({ user, method, operation, url }: Arrival): boolean {
  if (method === "GET" && url === "/api/users") return true;
  const { broker, state } = front.netbird;
  const id = url.split(/[/?]/)[3];
  const isKnown = id === undefined || state.users.has(id) || id.startsWith("service_user=");
  return user === broker && operation?.split(" ")[1]?.startsWith("/api/users") === true && isKnown;
}

/** Requests that arrived as another operation than the one of the table. */
async function strays(row: NetBirdOperation): Promise<string[]> {
  const paths = VALUES.flatMap((value) => pathsWith(row, value));
  const { requests } = front.netbird;
  const begun = requests.length;
  const found: string[] = [];
  const body = row.method === "GET" || row.method === "DELETE" ? {} : { body: "{}" };
  const send = (path: string, at: number) => front.send(row.method, `${path}?n=${at}`, body);
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    await Promise.all(some.map((path, index) => send(path, at + index)));
  }
  for (const arrival of requests.slice(begun).filter((one) => !isOfRoost(one))) {
    const sent = paths[Number(numberOf(arrival) ?? -1)];
    const isOwn = FORWARDED.includes(row.forward) && arrival.operation === name(row);
    const segments = (path: string) => path.split("?")[0]?.split("/").map(decodeURIComponent);
    const isSame = sent && `${segments(sent)}` === `${segments(arrival.url)}`;
    if (!isOwn || !isSame) found.push(`${row.method} ${sent}: ${arrival.method} ${arrival.url}`);
  }
  return found;
}

test("nothing hostile in a parameter leads to another operation of NetBird", async () => {
  // The requests of Roost's own happen before.
  for (const method of ["GET", "POST"]) await front.send(method, "/api/networks", {});
  for (const row of netbirdApi.filter(({ path }) => path.includes("{"))) {
    expect(await strays(row), name(row)).toEqual([]);
  }
});

test("usual values of a parameter arrive unchanged", async () => {
  for (const value of ["abc-DEF_123", "10.0.0.0", "a%20b", "%C3%BC", "a+b", "a@b:c", "a%26b=c"]) {
    await front.send("GET", `/api/peers/${value}?n=1`);
    const arrival = front.netbird.requests.at(-1);
    expect(arrival?.operation).toBe("GET /api/peers/{peerId}");
    expect(decodeURIComponent(arrival?.url ?? "")).toBe(
      decodeURIComponent(`/api/peers/${value}?n=1`),
    );
  }
});
