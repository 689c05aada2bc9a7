import type { Role } from "#lib/contract/fields.ts";
import type { ApiResponse } from "./api.ts";
import { callApi } from "./api.ts";

/** Accepted by the rule for passwords of invited users. */
export const INVITED_PASSWORD = "Correct-horse-1";

let count = 0;
/** An address without earlier requests: public operations are limited per address. */
export const newAddress = () => `10.1.${(count >> 8) & 255}.${count++ & 255}`;

/** An unused email. */
export const newEmail = () => `Invited-${count++}@Example.test`;

export type SeededInvite = { id: string; token: string; email: string };

/** Creates an invite through the API with this credential. */
export async function inviteAs(
  token: string,
  { role = "user" as Role, ...more }: { role?: Role; auto_groups?: string[] } = {},
): Promise<SeededInvite> {
  const email = newEmail();
  const body = { email, name: "Invited", role, ...more };
  const answer = await callApi("POST", "/api/users/invites", { token, body });
  if (answer.status !== 200) throw new Error(`no invite: ${JSON.stringify(answer.body)}`);
  return { id: answer.body.id, token: answer.body.invite_token, email };
}

/** Reads an invite by its token from a new address. */
export const visit = (inviteToken: string, address = newAddress()): Promise<ApiResponse> =>
  callApi("GET", `/api/users/invites/${inviteToken}`, {
    headers: { "x-roost-client-address": address },
  });

/** Accepts an invite from a new address. */
export const accept = (
  inviteToken: string,
  body: unknown = { password: INVITED_PASSWORD },
  address = newAddress(),
): Promise<ApiResponse> =>
  callApi("POST", `/api/users/invites/${inviteToken}/accept`, {
    body,
    headers: { "x-roost-client-address": address, "sec-fetch-site": "same-origin" },
  });
