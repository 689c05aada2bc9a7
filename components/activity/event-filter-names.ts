/** What the list of events can be narrowed by: names in the address and in the API. */
export const EVENT_FILTERS = [
  "activity_code",
  "initiator_id",
  "target_id",
  "target_token_id",
  "since",
  "until",
] as const;

/** The codes that an `activity_code` names, separated by commas. */
export const codesIn = (value: string | null | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((code) => code.trim())
    .filter(Boolean);
