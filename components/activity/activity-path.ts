export const ACTIVITY_PATH = "/activity";

/** The events that somebody caused, or of which they are the target. */
export const activityOf = (filter: "initiator_id" | "target_id", id: string): string =>
  `${ACTIVITY_PATH}?${new URLSearchParams({ [filter]: id })}`;
