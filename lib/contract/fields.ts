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

/** "Never" on the wire: Go's zero time, since clients do not check for null. */
export const ZERO_TIME = "0001-01-01T00:00:00Z";

const NAME_MAX = 255;

/** Refuses NUL and lone surrogates: SQLite stores them, PostgreSQL does not. */
export const text = z.string().refine((value) => value.isWellFormed() && !value.includes("\0"), {
  abort: true,
  error: (issue) =>
    `${String(issue.path?.at(-1) ?? "text")} contains characters that cannot be stored`,
});

/** A name in an update: it may repeat the present one, with any characters. */
export const keptName = text.max(NAME_MAX, {
  error: `name must be at most ${NAME_MAX} characters`,
});

/**
 * A new name: at most 255 characters, at least one of them visible, and none that control a
 * terminal or reorder a page. The empty name is allowed.
 */
export const nameText = keptName.superRefine((value, context) => {
  const reason = nameError(value);
  if (reason !== undefined) context.addIssue({ code: "custom", message: `name ${reason}` });
});

const DESCRIPTION_MAX = 500;

/** A description: one line under the rules of a name, but longer; may be empty. */
export const descriptionText = text
  .max(DESCRIPTION_MAX, { error: `description must be at most ${DESCRIPTION_MAX} characters` })
  .superRefine((value, context) => {
    const reason = nameError(value);
    if (reason === undefined) return;
    context.addIssue({ code: "custom", message: `description ${reason}` });
  });

export const id = text.max(255);

/** A stored single-line string: no control characters, none that change the text direction. */
export const line = text.superRefine((value, context) => {
  const reason = lineError(value);
  if (reason !== undefined) context.addIssue({ code: "custom", message: `text ${reason}` });
});

/** An ID that is stored as sent, since Roost may not know the object. */
export const givenId = line.max(255);
export const timestamp = z.iso.datetime();

/** The API description of a field that is stored for NetBird's clients only. */
export const NOT_USED = "Stored and returned unchanged; not used by Roost.";

/** The user ID of a path. */
export const userIdParam = text.meta({ description: "User ID." });

/** A secret in an answer; no other answer contains it. */
export const shownOnce = (description: string) =>
  z.string().meta({
    description: `${description} Returned only once.`,
    readOnly: true,
    "x-show-once": true,
  });

/** A role in any letter case; `unknown` returns the contract's message for an unknown role. */
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

/** Filters a list by name, compared without case, spaces and Unicode form. */
export const sameNameField = text
  .max(255, { error: "same_name must be at most 255 characters" })
  .optional()
  .meta({
    description: "Only items with this name, compared without case, spaces and Unicode form.",
  });
