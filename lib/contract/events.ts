import { z } from "zod";
import { type ActivityCode, isActivityCode } from "./activities.ts";
import { bomFitsFormat, exportFields } from "./exports.ts";
import { id, text, timestamp } from "./fields.ts";
import { pagedQuery } from "./paging.ts";

/** An audit event on the wire (contract 2.12). Every field is always present. */
export const auditEvent = z
  .object({
    id: z.string().regex(/^\d+$/).meta({ description: "Event ID." }),
    timestamp: timestamp.meta({ description: "Time of the event." }),
    activity: z.string().meta({ description: "Description of the activity." }),
    activity_code: z.string().meta({ description: "Stable code of the activity." }),
    initiator_id: z.string().meta({ description: "ID of the user who caused the event." }),
    initiator_name: z.string().meta({ description: "Name of the user who caused the event." }),
    initiator_email: z
      .string()
      .meta({ description: "Email address of the user who caused the event, or empty." }),
    target_id: z.string().meta({ description: "ID of the object that the event is about." }),
    meta: z.record(z.string(), z.string()).meta({ description: "Additional string metadata." }),
  })
  .meta({ id: "Event" });

/** Most events of a list without paging parameters, as in NetBird. */
export const EVENTS_MAX = 10_000;

const activityCodes = text
  .max(2048, { error: "activity_code must be at most 2048 characters" })
  .transform((value, context): ActivityCode[] => {
    const codes = [...new Set(value.split(",").map((code) => code.trim()))].filter(Boolean);
    const unknown = codes.find((code) => !isActivityCode(code));
    if (unknown === undefined) return codes.filter(isActivityCode);
    context.addIssue({ code: "custom", message: `unknown activity_code ${unknown}` });
    return z.NEVER;
  });

// The range that databases can compare. No event is outside of it.
const EARLIEST = 0;
const LATEST = Date.UTC(9999, 0);

/**
 * A plus that is not percent-encoded arrives as a space, its meaning in a query. A space may also
 * replace the T (RFC 3339, 5.6), as Python's `str` writes it.
 */
const asSent = (value: string) =>
  value.replace(/^([\d-]{10}) /, "$1T").replace(/ (?=\d\d:\d\d$)/, "+");

const instant = (name: string) =>
  z
    .string()
    .transform(asSent)
    .pipe(
      z.iso.datetime({
        offset: true,
        error: `${name} must be an RFC 3339 time such as 2026-01-31T12:00:00Z, its + sent as %2B`,
      }),
    )
    .transform((value) => new Date(Math.min(Math.max(Date.parse(value), EARLIEST), LATEST)))
    .meta({ override: { type: "string", format: "date-time" } });

const filters = {
  activity_code: activityCodes
    .optional()
    .meta({ description: "Only events with one of these activity codes, separated by commas." }),
  initiator_id: id.optional().meta({ description: "Only events caused by this user." }),
  target_id: id.optional().meta({ description: "Only events about this object." }),
  target_token_id: id.optional().meta({
    description:
      "Only events about this access token, even if it was revoked. Requires its owner's ID as `target_id`.",
  }),
  since: instant("since").optional().meta({ description: "Only events at or after this time." }),
  // Exclusive, so that adjacent ranges share no event.
  until: instant("until").optional().meta({ description: "Only events before this time." }),
};

/** An owner has few events, an account many: the token alone would need a scan of all of them. */
function tokenHasOwner(
  { target_id, target_token_id }: { target_id?: string | undefined; target_token_id?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if (target_token_id === undefined || target_id !== undefined) return;
  context.issues.push({
    code: "custom",
    path: ["target_token_id"],
    message: "target_token_id requires target_id",
    input: target_token_id,
  });
}

const eventsPage = pagedQuery(["timestamp"]).extend(filters);

export const listEventsQuery = eventsPage.superRefine(tokenHasOwner);

export const exportEventsQuery = eventsPage
  .omit({ page_size: true, cursor: true })
  .extend(exportFields)
  .superRefine(bomFitsFormat)
  .superRefine(tokenHasOwner);
