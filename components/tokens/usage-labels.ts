import { counted } from "#components/ui/counted.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import { openedBy } from "#lib/contract/protected-services.ts";

/** Calls of a token in the last 30 days, and the origin of the last call. */
export type Use = {
  calls: number;
  lastUsedAt: Date | null;
  lastUsedIp: string | null | undefined;
  lastUsedAgent: string | null | undefined;
};

type LastUse = {
  last_used?: string | undefined;
  last_used_ip?: string | undefined;
  last_used_agent?: string | undefined;
};

/** The use of a token as the API returns it. */
export const toUse = (calls: number, token: LastUse): Use => ({
  calls,
  lastUsedAt: token.last_used === undefined ? null : new Date(token.last_used),
  lastUsedIp: token.last_used_ip,
  lastUsedAgent: token.last_used_agent,
});

/**
 * How much a token is used. A last use without calls predates the counting of calls: their number
 * is unknown.
 */
export function usesText({ calls, lastUsedAt }: Use, now: number): string {
  if (calls > 0) return `${counted(calls, "call")} in the last 30 days`;
  if (lastUsedAt === null) return "Never used";
  const isRecent = now - lastUsedAt.getTime() < 29 * DAY_MS;
  return isRecent ? "Used before call counting started" : "Not used in the last 30 days";
}

type Called = Pick<
  OperationAnswer<"tokens.usage">["by_operation"][number],
  "operation" | "method" | "path" | "summary"
>;

/** The summary of an operation, or its name where this version does not know it. */
export const operationLabel = ({ operation, summary }: Called): string => summary ?? operation;

/** How often it was called: a service is opened. */
export const timesText = (operation: string, count: number): string =>
  counted(count, openedBy(operation) === undefined ? "call" : "time");

/** Its method and path, where known. */
export const operationRoute = ({ method, path }: Called): string | undefined =>
  method && path ? `${method} ${path}` : undefined;
