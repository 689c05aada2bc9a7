import { z } from "zod";
import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { netbirdName, nothingAt } from "#lib/contract/netbird-objects.ts";
import { none, type Operation } from "#lib/contract/operation.ts";
import { Problem } from "#lib/contract/problem.ts";
import { netbirdVerb } from "#lib/policy/counted-rules.ts";
import type { Actor } from "#lib/services/context.ts";
import { assertCanBegin } from "#lib/services/policy.ts";
import type { Served } from "./pipeline.ts";

/**
 * An operation of NetBird's API on objects that Roost does not have, with the rights that groups
 * need: `[]` for a list, NetBird's 404 for one object, 501 for a write. So clients that list them
 * (Ansible before it deletes a group, exporters) continue, and a write says what it needs.
 */
export function netbirdOperation(row: NetBirdOperation, params: Record<string, string>): Served {
  const verb = netbirdVerb(row);
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
