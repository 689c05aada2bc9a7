import { forwardedName, forwardedRows, netbirdName, netbirdObjects } from "./netbird-objects.ts";
import type { Operation } from "./operation.ts";
import { type OperationAnswer, operations } from "./operations.ts";
import { openedBy } from "./protected-services.ts";
import type { Whole } from "./to-wire.ts";
import type { TokenUsageView } from "./views.ts";

type Known = Pick<Operation, "method" | "summary"> & { path: string };

const table = new Map<string, Known>([
  ...Object.entries(operations),
  ...netbirdObjects.map((row) => {
    const name = netbirdName(row);
    return [name, { method: row.method, path: row.path, summary: name }] as const;
  }),
  ...forwardedRows.map((row) => {
    const summary = netbirdName(row);
    return [forwardedName(row), { method: row.method, path: row.path, summary }] as const;
  }),
]);

/** What the operation table knows of an operation. */
export function operationWords(operation: string): Partial<Known> {
  const slug = openedBy(operation);
  if (slug !== undefined) return { summary: `Opened ${slug}` };
  const { method, path, summary } = table.get(operation) ?? {};
  return method && path && summary ? { method, path, summary } : {};
}

/** A token's use on the wire, with what the operation table knows of each operation. */
export function toWireUsage(view: TokenUsageView): Whole<OperationAnswer<"tokens.usage">> {
  return {
    token_id: view.tokenId,
    days: view.days,
    total: view.total,
    refused: view.refused || undefined,
    last_used: view.lastUsedAt?.toISOString(),
    last_used_ip: view.lastUsedIp || undefined,
    last_used_agent: view.lastUsedAgent ?? undefined,
    addresses: view.addresses.map(({ address, agent, firstUsedAt, lastUsedAt }) => ({
      ...{ address, agent },
      first_used: firstUsedAt.toISOString(),
      last_used: lastUsedAt.toISOString(),
    })),
    by_day: view.byDay,
    by_operation: view.byOperation.map(({ operation, count, refused, lastDay }) => ({
      operation,
      ...operationWords(operation),
      count,
      refused: refused || undefined,
      last_day: lastDay,
    })),
  };
}
