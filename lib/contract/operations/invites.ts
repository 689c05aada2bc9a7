import { z } from "zod";
import {
  acceptedInvite,
  acceptInviteBody,
  createdInvite,
  createInviteBody,
  invite,
  inviteInfo,
  inviteParams,
  listInvitesQuery,
  regeneratedInvite,
  regenerateInviteBody,
} from "../invites.ts";
import { type Chapter, empty, none } from "../operation.ts";

const secretParam = { name: "invite", prefix: "nbi_" } as const;

export const invitesOperations = {
  "invites.list": {
    summary: "List pending invites",
    tag: "invites",
    access: "users.read",
    params: none,
    query: listInvitesQuery,
    body: null,
    response: z.array(invite),
    problems: [],
  },
  "invites.create": {
    summary: "Invite a user by link",
    tag: "invites",
    access: "users.create",
    params: none,
    query: none,
    body: createInviteBody,
    response: createdInvite,
    problems: ["conflict"],
  },
  "invites.delete": {
    summary: "Delete an invite and its link",
    tag: "invites",
    access: "users.delete",
    params: inviteParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
  },
  "invites.regenerate": {
    summary: "Replace the link of an invite and renew its expiry",
    tag: "invites",
    access: "users.update",
    params: inviteParams,
    query: none,
    body: regenerateInviteBody,
    bodyOptional: true,
    response: regeneratedInvite,
    problems: ["not_found"],
  },
  "invites.get": {
    summary: "Get an invite by its token",
    tag: "invites",
    access: "anyone",
    params: inviteParams,
    query: none,
    body: null,
    response: inviteInfo,
    // 401 without an invite's token: other values need a credential first.
    problems: ["unauthenticated", "forbidden", "not_found", "rate_limited"],
    secretParam,
  },
  "invites.accept": {
    summary: "Accept an invite: create the user with a password",
    tag: "invites",
    access: "anyone",
    params: inviteParams,
    query: none,
    body: acceptInviteBody,
    response: acceptedInvite,
    problems: ["unauthenticated", "forbidden", "not_found", "conflict", "rate_limited"],
    secretParam,
  },
} as const satisfies Chapter;
