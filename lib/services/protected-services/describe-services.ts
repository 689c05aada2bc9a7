import { setImmediate } from "node:timers/promises";
import { openedBy } from "#lib/contract/protected-services.ts";
import type { DescribedService, ProtectedServiceView } from "#lib/contract/service-view.ts";
import { database } from "#lib/db/database.ts";
import { number, preparedRead, text } from "#lib/db/prepared.ts";
import type { Actor } from "../context.ts";
import { lastDays } from "../days.ts";
import { usesWritten } from "../usage/count-uses.ts";
import { listServices } from "./list-services.ts";

const DAYS = 30;

const openedOnDay = preparedRead(
  "opened_on_day",
  { operation: text("u.operation"), count: number('sum(u."count" - u."refused")') },
  `FROM "TokenUse" u WHERE u."accountId" = $1 AND u."day" = $2 AND u."operation" LIKE 'verify:%'
   GROUP BY u."operation"`,
);

/** The protected services with the names of their groups and how often each was opened in 30 days. */
export async function describeServices(actor: Actor): Promise<DescribedService[]> {
  const services = await listServices(actor);
  if (services.length === 0) return [];
  const [names, opened] = await Promise.all([namesOf(services), openedPerService(actor)]);
  return services.map((service) => ({
    ...service,
    groups: service.groups.map((id) => ({ id, name: names.get(id) ?? id })),
    opened: opened.get(service.slug) ?? 0,
  }));
}

async function namesOf(services: readonly ProtectedServiceView[]): Promise<Map<string, string>> {
  const ids = [...new Set(services.flatMap(({ groups }) => groups))];
  const rows: { id: string; name: string }[] = [];
  // A statement has a limit of parameters.
  for (let start = 0; start < ids.length; start += 500) {
    const id = { in: ids.slice(start, start + 500) };
    rows.push(
      ...(await database().read.group.findMany({
        where: { id },
        select: { id: true, name: true },
      })),
    );
  }
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Day by day and with a pause after each: SQLite is synchronous. */
async function openedPerService({ accountId }: Actor): Promise<Map<string, number>> {
  await usesWritten();
  const counts = new Map<string, number>();
  for (const day of lastDays(new Date(), DAYS)) {
    for (const { operation, count } of await database().prepared(openedOnDay, [accountId, day])) {
      const slug = openedBy(operation) ?? "";
      counts.set(slug, count + (counts.get(slug) ?? 0));
    }
    await setImmediate();
  }
  return counts;
}
