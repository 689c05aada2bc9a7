import { z } from "zod";
import { userName } from "#components/shared/user-name.ts";
import { DAY_SECONDS } from "#lib/contract/durations.ts";
import { emailRefusal } from "#lib/contract/emails.ts";
import { text } from "#lib/contract/fields.ts";

/** Lifetime of an invite in days, as in the form; the API counts seconds. */
export const INVITE_DAYS = { min: 1, max: 365, preset: 3 } as const;
const DAYS_ERROR = `enter a whole number of days from ${INVITE_DAYS.min} to ${INVITE_DAYS.max}`;

export const secondsOf = (days: number): number => days * DAY_SECONDS;

const email = text.superRefine((value, context) => {
  const message = value.trim() === "" ? "enter an email address" : emailRefusal(value.trim());
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** A user with a generated password: nothing expires, so the days are ignored. */
export const personForm = z.object({ name: userName, email, days: z.number().or(z.nan()) });

export const inviteForm = personForm.extend({
  days: z
    .number({ error: DAYS_ERROR })
    .refine(
      (days) => Number.isInteger(days) && days >= INVITE_DAYS.min && days <= INVITE_DAYS.max,
      {
        error: DAYS_ERROR,
      },
    ),
});
