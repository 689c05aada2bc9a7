/** The filters of the event list: names in the URL and the API. */
export const EVENT_FILTERS = [
  "activity_code",
  "initiator_id",
  "target_id",
  "target_token_id",
  "since",
  "until",
] as const;

/** The codes in an `activity_code`, separated by commas. */
export const codesIn = (value: string | null | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((code) => code.trim())
    .filter(Boolean);
