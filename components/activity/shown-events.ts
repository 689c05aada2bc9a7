import type { EventView } from "#lib/contract/views.ts";
import { eventSentence, type SentencePart } from "./event-sentence.ts";

/** An event to read: its sentence without links. Other values of it are not sent to the browser. */
export type ShownEvent = { id: number; at: Date; parts: SentencePart[] };

export const shownEvents = (events: readonly EventView[]): ShownEvent[] =>
  events.map((event) => ({
    id: event.id,
    at: event.timestamp,
    parts: eventSentence(event).map((part) =>
      typeof part === "string" ? part : { text: part.text },
    ),
  }));
