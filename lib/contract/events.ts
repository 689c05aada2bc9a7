import { z } from "zod";
import { type ActivityCode, isActivityCode } from "./activities.ts";
import { bomFitsFormat, exportFields } from "./exports.ts";
import { id, text, timestamp } from "./fields.ts";
import { pagedQuery } from "./paging.ts";

/** An audit event on the wire (contract 2.12). Every field is always there. */
export const auditEvent = z
  .object({
    id: z.string().regex(/^\d+$/),
    timestamp,
    activity: z.string(),
    activity_code: z.string(),
    initiator_id: z.string(),
    initiator_name: z.string(),
    initiator_email: z.string(),
    target_id: z.string(),
    meta: z.record(z.string(), z.string()),
  })
  .meta({ id: "Event" });

/** Without paging parameters a list ends here, as NetBird's does. */
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

// What a database can compare with. Nothing was recorded before, or will be after.
const EARLIEST = 0;
const LATEST = Date.UTC(9999, 0);

/**
 * A plus that was not percent-encoded comes as a blank, since that is what it means in a query. A
 * blank may also be in the place of the T (RFC 3339, 5.6), as Python's `str` writes it.
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
  /** One or several, separated by commas. */
  activity_code: activityCodes.optional(),
  initiator_id: id.optional(),
  target_id: id.optional(),
  /** Only events about this access token, whose owner is the target. */
  target_token_id: id.optional(),
  /** From this time on, it included. */
  since: instant("since").optional(),
  /** Before this time, it not included: two ranges that meet share no event. */
  until: instant("until").optional(),
};

/** An owner has few events, an account has many: the token alone would be looked for in all of them. */
function tokenHasOwner(
  { target_id, target_token_id }: { target_id?: string | undefined; target_token_id?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if (target_token_id === undefined || target_id !== undefined) return;
  context.issues.push({
    code: "custom",
    path: ["target_token_id"],
    message: "target_token_id goes with the target_id of the token's owner only",
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
