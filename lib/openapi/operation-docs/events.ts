import type { eventsOperations } from "#lib/contract/operations/events.ts";
import type { roostEventsOperations } from "#lib/contract/operations/roost.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_DAYS, SAMPLE_EVENT } from "../samples.ts";

const list = {
  description:
    "Without `page_size` and `cursor`, returns the newest 10 000 events. A search matches the " +
    "beginnings of words in names and email addresses of the event, the beginning of its address, " +
    "and the events by or about users whose name or email address contains it.",
  answer: [SAMPLE_EVENT],
};
const daily = { description: "Days are in UTC.", answer: { days: 2, by_day: SAMPLE_DAYS } };
const { id, timestamp, activity_code: code } = SAMPLE_EVENT;
const file = { answer: `id,timestamp,activity_code\r\n${id},${timestamp},${code}\r\n` };

export const eventsDocs: OperationDocs<keyof typeof eventsOperations> = {
  "events.list": list,
  "events.listAtOldPath": { answer: [SAMPLE_EVENT] },
  "events.daily": daily,
  "events.export": file,
};

export const roostEventsDocs: OperationDocs<keyof typeof roostEventsOperations> = {
  "roost.events.list": list,
  "roost.events.daily": daily,
  "roost.events.export": file,
};
