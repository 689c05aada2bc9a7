import type { eventsOperations } from "#lib/contract/operations/events.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_DAYS, SAMPLE_EVENT } from "../samples.ts";

export const eventsDocs: OperationDocs<keyof typeof eventsOperations> = {
  "events.list": {
    description:
      "Without `page_size` and `cursor`, returns the newest 10 000 events. A search matches the " +
      "beginnings of words in names and email addresses of the event, the beginning of its address, " +
      "and the events by or about users whose name or email address contains it.",
    answer: [SAMPLE_EVENT],
  },
  "events.listAtOldPath": { answer: [SAMPLE_EVENT] },
  "events.daily": {
    description: "Days are in UTC.",
    answer: { days: 2, by_day: SAMPLE_DAYS },
  },
  "events.export": {
    answer: `id,timestamp,activity_code\r\n${SAMPLE_EVENT.id},${SAMPLE_EVENT.timestamp},${SAMPLE_EVENT.activity_code}\r\n`,
  },
};
