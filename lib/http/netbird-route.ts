import { z } from "zod";
import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { netbirdName, netbirdObjects, nothingAt } from "#lib/contract/netbird-objects.ts";
import { none, type Operation } from "#lib/contract/operation.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { Verb } from "#lib/policy/matrix.ts";
import type { Actor } from "#lib/services/context.ts";
import { assertCanBegin } from "#lib/services/policy.ts";
import { methodNotAllowed, type Served, serve, unknownPath } from "./route.ts";

/*
 * Paths of NetBird's API whose objects Roost does not have. Clients that list them (Ansible before
 * it deletes a group, exporters) go on, and a write says what it needs.
 */

const table = netbirdObjects.map((row) => ({ row, segments: row.path.split("/") }));

type Match = { row: NetBirdOperation; params: Record<string, string> };

function paramsAt(segments: string[], given: string[]): Record<string, string> | undefined {
  if (segments.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const value = given[at] ?? "";
    if (segment.startsWith("{") && value !== "") params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

/** All operations at a path; of several patterns those with the fewest parameters. */
function matchesOf(pathname: string): Match[] {
  const given = pathname.split("/").map((segment) => decodeURIComponent(segment));
  const found = table.flatMap(({ row, segments }) => {
    const params = paramsAt(segments, given);
    return params === undefined ? [] : [{ row, params }];
  });
  const size = ({ params }: Match) => Object.keys(params).length;
  const fewest = Math.min(...found.map(size));
  return found.filter((match) => size(match) === fewest);
}

const VERBS: Record<string, Verb> = {
  GET: "read",
  POST: "create",
  PUT: "update",
  DELETE: "delete",
};

function served({ row, params }: Match): Served {
  const verb = VERBS[row.method] ?? "read";
  const operation: Operation = {
    method: row.method,
    path: row.path as Operation["path"],
    tag: "groups",
    summary: netbirdName(row),
    access: `groups.${verb}`,
    params: none,
    query: none,
    body: null,
    response: z.unknown(),
    problems: [],
    ...(verb === "read" ? { plainRefusal: true } : {}),
  };
  const run = async ({ actor }: { actor: Actor }) => {
    assertCanBegin(actor, `groups.${verb}`);
    if (row.method !== "GET") {
      const message = `${netbirdName(row)} needs a NetBird server: set NETBIRD_URL`;
      throw new Problem("not_implemented", message);
    }
    const nothing = nothingAt(row, params);
    if ("notFound" in nothing) throw new Problem("not_found", nothing.notFound);
    return nothing.body;
  };
  return { id: netbirdName(row), operation, handler: { run: run as Served["handler"]["run"] } };
}

/**
 * Answers a path of NetBird's API that Roost has no objects for, with the rights that groups
 * need: `[]` for a list, NetBird's 404 for one object, 501 for a write. Any other path is 404.
 */
export async function netbirdRoute(request: Request): Promise<Response> {
  const matches = matchesOf(new URL(request.url).pathname);
  if (matches.length === 0) return unknownPath(request);
  const match = matches.find(({ row }) => row.method === request.method);
  if (match === undefined)
    return methodNotAllowed(
      request,
      matches.map(({ row }) => row.method),
    );
  return serve(served(match), request, { params: Promise.resolve({}) });
}
