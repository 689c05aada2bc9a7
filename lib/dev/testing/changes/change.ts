import type { ActivityCode } from "#lib/contract/activities.ts";
import { type ApiResponse, callApi } from "../api.ts";
import type { Team } from "../team.ts";

export type Change = {
  name: string;
  run: (team: Team) => Promise<ApiResponse>;
  /** What it leaves in the audit log, in this order; nothing is an answer too. */
  events: ActivityCode[];
  /** What preparing it has left there before. */
  before?: ActivityCode[];
  status?: number;
  /** What somebody without the right gets, where that is not 403. */
  refusedWith?: number;
  /** One does it to oneself, or without being anybody: it is not a matter of rights. */
  own?: true;
};

/** A request of the owner's token. */
export const asOwner = (
  team: Team,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
) => callApi(method, path, { token: team.owner.token, ...(body ? { body } : {}) });

/** What an access token is created with. */
export const newToken = { name: "t", expires_in: 1 };
