/** Filters without a field in the menu: links and scripts set them in the URL. */
export const LINKED_FILTERS = [
  "id",
  "user_id",
  "created_by",
  "created_by_token_id",
  "fingerprint",
] as const;
export type LinkedFilter = (typeof LINKED_FILTERS)[number];
