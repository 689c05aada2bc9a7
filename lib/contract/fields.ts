import { z } from "zod";
import { lineError, nameError } from "./readable-text.ts";

export const ROLES = [
  "owner",
  "admin",
  "network_admin",
  "auditor",
  "billing_admin",
  "user",
] as const;
export type Role = (typeof ROLES)[number];

/** "Never" on the wire: Go's zero time. Clients read the field without a null check. */
export const ZERO_TIME = "0001-01-01T00:00:00Z";

export const TOKEN_DAYS = { min: 1, max: 365, preset: 30 } as const;
/** Live access tokens of one user: what an account allows at most, and unless it says otherwise. */
export const TOKENS_PER_USER = { max: 10_000, preset: 100 } as const;
const NAME_MAX = 255;

/** SQLite stores NUL and lone surrogates, PostgreSQL refuses them: neither gets as far. */
export const text = z.string().refine((value) => value.isWellFormed() && !value.includes("\0"), {
  abort: true,
  error: (issue) =>
    `${String(issue.path?.at(-1) ?? "text")} contains characters that cannot be stored`,
});

/** A name that an object has already: an update may repeat it, whatever characters it holds. */
export const keptName = text.max(NAME_MAX, {
  error: `name must be at most ${NAME_MAX} characters`,
});

/**
 * A new name: at most 255 characters, one of them visible, and none that a terminal or a page
 * would act on. The empty one is allowed.
 */
export const nameText = keptName.superRefine((value, context) => {
  const reason = nameError(value);
  if (reason !== undefined) context.addIssue({ code: "custom", message: `name ${reason}` });
});

export const id = text.max(255);

/** A text of one line that is stored and shown: no control characters, none that turn its direction. */
export const line = text.superRefine((value, context) => {
  const reason = lineError(value);
  if (reason !== undefined) context.addIssue({ code: "custom", message: `text ${reason}` });
});

/** An id that is stored as it was sent, since it may name nothing that Roost knows. */
export const givenId = line.max(255);
export const timestamp = z.iso.datetime();

/** What the API's description says of a field that Roost keeps for NetBird's clients. */
export const NOT_USED = "Stored and returned unchanged; not used by Roost.";

/** The user whom a path names. */
export const userIdParam = text.meta({ description: "User ID." });

/** A secret in an answer: no other answer ever holds it. */
export const shownOnce = (description: string) =>
  z.string().meta({
    description: `${description} Returned only once.`,
    readOnly: true,
    "x-show-once": true,
  });

/** A role in any letter case; `unknown` is the wire's own message for a role it does not know. */
export const roleField = (unknown: (given: string) => string) =>
  text
    .optional()
    .transform((value) => (value ?? "").toLowerCase())
    .refine((value): value is Role => (ROLES as readonly string[]).includes(value), {
      error: (issue) => unknown(String(issue.input)),
    })
    .meta({
      description: "Role, in any letter case.",
      override: { enum: [...ROLES] },
    });

/** A name for a list of those that differ from it only in case, blanks or Unicode form. */
export const sameNameField = text
  .max(255, { error: "same_name must be at most 255 characters" })
  .optional()
  .meta({
    description: "Only items with this name, compared without case, blanks and Unicode form.",
  });
