import { ALL_GROUP } from "#lib/contract/all-group.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import { type Action, canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });

export const isAllGroup = ({ name }: { name: string }): boolean => name === ALL_GROUP;

/** Why the policy refuses an action on groups; undefined allows it. */
export function groupRefusal(actor: PolicyActor, action: Action): string | undefined {
  const decision = canBegin(actor, action);
  return decision.allowed ? undefined : reasonOf(decision.refusal);
}

/** Why a group cannot be renamed; undefined allows it. */
export function renameRefusal(actor: PolicyActor, group: DescribedGroup): string | undefined {
  if (isAllGroup(group)) return "The group All is built in and cannot be renamed.";
  return groupRefusal(actor, "groups.update");
}

/** Why a group cannot be deleted, with its users; undefined allows it. */
export function deleteRefusal(actor: PolicyActor, group: DescribedGroup): string | undefined {
  if (isAllGroup(group)) return "The group All is built in and cannot be deleted.";
  const integration = group.issued === "integration" ? "groups.delete_integration" : undefined;
  return (
    groupRefusal(actor, "groups.delete") ??
    (integration && groupRefusal(actor, integration)) ??
    linkText(group)
  );
}

/** The references to a group that prevent its deletion; undefined if there are none. */
export function linkText(group: DescribedGroup): string | undefined {
  const { people, serviceUsers, holders, invited, inTrafficLogs, services } = group;
  if (holders.length > 0) {
    const names = named(holders, people + serviceUsers);
    return `In use by ${names}. Remove it from them first.`;
  }
  if (services.length > 0) {
    const kind = services.length === 1 ? "service" : "services";
    const names = named(services.slice(0, 3), services.length);
    return `In use by the protected ${kind} ${names}. Remove it from there first.`;
  }
  if (invited.length > 0) {
    return `In use by pending invites for ${named(invited.slice(0, 3), invited.length)}. Delete those first.`;
  }
  return inTrafficLogs
    ? "In use by the traffic log settings. Remove it from them first."
    : undefined;
}

function named(names: readonly string[], count: number): string {
  const more = count - names.length;
  return list.format(more > 0 ? [...names, `${more} more`] : names);
}
