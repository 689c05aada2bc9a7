import type { EventView } from "#lib/contract/views.ts";
import type { Actor } from "../context.ts";
import { listEvents } from "./list-events.ts";

/** The latest events by or about a user, newest first. */
export async function listEventsAbout(
  actor: Actor,
  userId: string,
  count: number,
): Promise<EventView[]> {
  // Each side has its own index; one query for both would scan all events.
  const [caused, concerning] = await Promise.all([
    listEvents(actor, { initiator_id: userId, page_size: count }),
    listEvents(actor, { target_id: userId, page_size: count }),
  ]);
  const events = new Map([...caused.items, ...concerning.items].map((event) => [event.id, event]));
  return [...events.values()].sort((one, other) => other.id - one.id).slice(0, count);
}
