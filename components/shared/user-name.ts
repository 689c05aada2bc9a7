import { nameText } from "#lib/contract/fields.ts";

/** The name of a person or service user, which people see and so must not be empty. */
export const userName = nameText.refine((value) => value !== "", { error: "name can't be empty" });
