import { nameText } from "#lib/contract/fields.ts";

/** The name of a user or service user; must not be empty. */
export const userName = nameText.refine((value) => value !== "", { error: "enter a name" });
