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
    summary: "List the invites that nobody has accepted yet",
    tag: "invites",
    access: "users.read",
    params: none,
    query: listInvitesQuery,
    body: null,
    response: z.array(invite),
    problems: [],
  },
  "invites.create": {
    summary: "Invite a person by link; the answer holds its token, this once",
    tag: "invites",
    access: "users.create",
    params: none,
    query: none,
    body: createInviteBody,
    response: createdInvite,
    problems: ["conflict"],
  },
  "invites.delete": {
    summary: "Delete an invite by its id; its link stops working at once",
    tag: "invites",
    access: "users.delete",
    params: inviteParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
  },
  "invites.regenerate": {
    summary: "Give an invite a new link and a new expiry; the old link stops working at once",
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
    summary: "What an invite's token invites to",
    tag: "invites",
    access: "anyone",
    params: inviteParams,
    query: none,
    body: null,
    response: inviteInfo,
    // 401 for what is no invite's token: that needs a credential first.
    problems: ["unauthenticated", "forbidden", "not_found", "rate_limited"],
    secretParam,
  },
  "invites.accept": {
    summary: "Accept an invite with its token and a password: creates the user",
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
