import { counted } from "#components/ui/counted.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

/** How often a token was used in the last 30 days, and where the last call came from. */
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
 * Whether something may depend on a token. A last use without any calls is from before calls were
 * counted: their number is unknown.
 */
export function usesText({ calls, lastUsedAt }: Use, now: number): string {
  if (calls > 0) return `${counted(calls, "call")} in the last 30 days`;
  if (lastUsedAt === null) return "Never used";
  const isRecent = now - lastUsedAt.getTime() < 29 * DAY_MS;
  return isRecent ? "Used before calls were counted" : "Not used in the last 30 days";
}

type Called = Pick<
  OperationAnswer<"tokens.usage">["by_operation"][number],
  "operation" | "method" | "path" | "summary"
>;

/** What an operation does, in words; where this version does not know it, its name. */
export const operationLabel = ({ operation, summary }: Called): string => summary ?? operation;

/** Its method and address, where they are known. */
export const operationRoute = ({ method, path }: Called): string | undefined =>
  method && path ? `${method} ${path}` : undefined;
