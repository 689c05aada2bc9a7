import type { ActivityCode } from "#lib/contract/activities.ts";
import { type ApiResponse, callApi } from "../api.ts";
import type { Team } from "../team.ts";

export type Change = {
  name: string;
  run: (team: Team) => Promise<ApiResponse>;
  /** Its audit events in order; may be empty. */
  events: ActivityCode[];
  /** The audit events of its preparation. */
  before?: ActivityCode[];
  status?: number;
  /** The status without the permission, if not 403. */
  refusedWith?: number;
  /** On one's own user, or without a credential: no permission is needed. */
  own?: true;
};

/** A request with the owner's token. */
export const asOwner = (
  team: Team,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
) => callApi(method, path, { token: team.owner.token, ...(body ? { body } : {}) });

/** The body of a new access token. */
export const newToken = { name: "t", expires_in: 1 };
