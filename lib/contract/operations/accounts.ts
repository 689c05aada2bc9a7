import { z } from "zod";
import { updateAccountBody } from "../account-body.ts";
import { account, accountParams } from "../account-wire.ts";
import { type Chapter, empty, none } from "../operation.ts";

export const accountsOperations = {
  "accounts.list": {
    summary: "List accounts: always exactly one",
    tag: "accounts",
    access: "accounts.read",
    params: none,
    query: none,
    body: null,
    response: z.array(account),
    problems: [],
  },
  "accounts.update": {
    summary: "Replace the settings of the account",
    tag: "accounts",
    access: "settings.update",
    params: accountParams,
    query: none,
    body: updateAccountBody,
    response: account,
    problems: [],
    bodyLimitKib: 1024,
  },
  "accounts.delete": {
    summary: "Delete the account with all users, tokens and data",
    tag: "accounts",
    access: "accounts.delete",
    scope: "session",
    params: accountParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
    sessionOnly: true,
  },
} as const satisfies Chapter;
