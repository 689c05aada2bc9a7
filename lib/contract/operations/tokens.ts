import { z } from "zod";
import { empty, none, type Operation } from "../operation.ts";
import {
  accessToken,
  createTokenBody,
  generatedToken,
  listTokensQuery,
  tokenParams,
} from "../tokens.ts";
import { userParams } from "../users.ts";

export const tokensOperations = {
  "tokens.list": {
    method: "GET",
    path: "/api/users/{userId}/tokens",
    summary: "List a user's access tokens",
    tag: "tokens",
    access: "signed-in",
    params: userParams,
    query: listTokensQuery,
    body: null,
    response: z.array(accessToken),
    problems: ["not_found"],
  },
  "tokens.create": {
    method: "POST",
    path: "/api/users/{userId}/tokens",
    summary: "Create an access token; the answer is the only place its plain text appears",
    tag: "tokens",
    access: "signed-in",
    params: userParams,
    query: none,
    body: createTokenBody,
    response: generatedToken,
    problems: ["not_found"],
  },
  "tokens.get": {
    method: "GET",
    path: "/api/users/{userId}/tokens/{tokenId}",
    summary: "One access token's metadata",
    tag: "tokens",
    access: "signed-in",
    params: tokenParams,
    query: none,
    body: null,
    response: accessToken,
    problems: ["not_found"],
  },
  "tokens.delete": {
    method: "DELETE",
    path: "/api/users/{userId}/tokens/{tokenId}",
    summary: "Delete an access token; it stops working at once",
    tag: "tokens",
    access: "signed-in",
    params: tokenParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
  },
} as const satisfies Record<string, Operation>;
