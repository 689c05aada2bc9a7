/** Conditions that the list's menu has no field for: links and scripts put them into the address. */
export const LINKED_FILTERS = [
  "id",
  "user_id",
  "created_by",
  "created_by_token_id",
  "fingerprint",
] as const;
export type LinkedFilter = (typeof LINKED_FILTERS)[number];
