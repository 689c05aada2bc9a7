import { z } from "zod";
import { acceptedLeaks, reportLeakBody } from "../leaks.ts";
import { type Chapter, none } from "../operation.ts";
import { rankedToken, rankedTokensQuery } from "../ranked-tokens.ts";
import {
  exportTokensQuery,
  inventoryQuery,
  inventoryToken,
  revokedTokens,
  revokeTokensBody,
} from "../token-inventory.ts";
import { summaryQuery, tokensSummary } from "../token-summary.ts";
import { tokensUsage, usageQuery } from "../usage.ts";

/** Operations on the tokens of the account together. */
export const tokenInventoryOperations = {
  "tokens.inventory": {
    summary: "List access tokens of the account",
    tag: "tokens",
    access: "signed-in",
    scope: "pats.read",
    params: none,
    query: inventoryQuery,
    body: null,
    response: z.array(inventoryToken),
    problems: [],
  },
  "tokens.summary": {
    summary: "Count access tokens by state, kind of owner and time to expiry",
    tag: "tokens",
    access: "signed-in",
    scope: "pats.read",
    params: none,
    query: summaryQuery,
    body: null,
    response: tokensSummary,
    problems: [],
  },
  "tokens.usageByDay": {
    summary: "Count requests with access tokens per day",
    tag: "tokens",
    access: "signed-in",
    scope: "pats.read",
    params: none,
    query: usageQuery,
    body: null,
    response: tokensUsage,
    problems: [],
  },
  "tokens.ranking": {
    summary: "Rank access tokens by sensitive rights that they do not use",
    tag: "tokens",
    access: "signed-in",
    scope: "pats.read",
    params: none,
    query: rankedTokensQuery,
    body: null,
    response: z.array(rankedToken),
    problems: [],
  },
  "tokens.export": {
    summary: "Export access tokens as a CSV or JSON file",
    tag: "tokens",
    access: "signed-in",
    scope: "pats.read",
    params: none,
    query: exportTokensQuery,
    body: null,
    response: z.array(inventoryToken),
    problems: [],
    file: true,
  },
  "tokens.revoke": {
    summary: "Revoke access tokens by ID or filter",
    tag: "tokens",
    access: "signed-in",
    scope: "pats.delete",
    params: none,
    query: none,
    body: revokeTokensBody,
    response: revokedTokens,
    problems: ["not_found"],
  },
  "tokens.reportLeak": {
    summary: "Report leaked access tokens",
    tag: "tokens",
    access: "anyone",
    params: none,
    query: none,
    body: reportLeakBody,
    response: acceptedLeaks,
    problems: ["rate_limited"],
    status: 202,
  },
} as const satisfies Chapter;
