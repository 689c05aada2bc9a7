import type { ActivityCode } from "#lib/contract/activities.ts";

export const ACTIVITY_PATH = "/activity";

/** The events of a kind. */
export const activityWith = (code: ActivityCode): string =>
  `${ACTIVITY_PATH}?${new URLSearchParams({ activity_code: code })}`;

/** The events about an access token, whoever caused them. */
export const activityOfToken = (ownerId: string, tokenId: string): string =>
  `${ACTIVITY_PATH}?${new URLSearchParams({ target_id: ownerId, target_token_id: tokenId })}`;

/** The events that somebody caused, or of which they are the target. */
export const activityOf = (filter: "initiator_id" | "target_id", id: string): string =>
  `${ACTIVITY_PATH}?${new URLSearchParams({ [filter]: id })}`;
