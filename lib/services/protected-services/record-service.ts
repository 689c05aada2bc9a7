import type { ActivityCode } from "#lib/contract/activities.ts";
import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import { toWireService } from "#lib/contract/service-view.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";

/** What decides who opens a service, by the names of the wire. */
const DECIDING = ["roles", "groups", "methods", "headers", "also_accepts", "challenge"] as const;

type Wire = ReturnType<typeof toWireService>;

/** A field in the audit log; all lists are short. */
function valueText(wire: Wire, field: (typeof DECIDING)[number]): string {
  const value = wire[field];
  if (value === null || (field === "groups" && value.length === 0)) return "any";
  return typeof value === "string" ? value : value.join(" ");
}

/** Records the creation or deletion of a service, with who could open it. */
export function recordService(
  tx: Tx,
  actor: Actor,
  code: Extract<ActivityCode, `protected.service.${string}`>,
  service: ProtectedServiceView,
): Promise<void> {
  const wire = toWireService(service);
  const fields = DECIDING.map((field) => [field, valueText(wire, field)] as const);
  return recordEvent(tx, actor, {
    code,
    targetId: service.id,
    meta: { name: service.slug, ...Object.fromEntries(fields) },
  });
}

/** Records an event for each changed field; of a description only that it changed. */
export async function recordServiceChanges(
  tx: Tx,
  actor: Actor,
  before: ProtectedServiceView,
  after: ProtectedServiceView,
): Promise<boolean> {
  const [old, wire] = [toWireService(before), toWireService(after)];
  const changes: Record<string, string>[] = DECIDING.map((setting) => ({
    ...{ setting, before: valueText(old, setting), after: valueText(wire, setting) },
  })).filter((change) => change.before !== change.after);
  if (before.description !== after.description) changes.push({ setting: "description" });
  for (const change of changes) {
    await recordEvent(tx, actor, {
      code: "protected.service.update",
      targetId: after.id,
      meta: { name: after.slug, ...change },
    });
  }
  return changes.length > 0;
}
