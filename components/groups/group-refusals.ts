import { ALL_GROUP } from "#lib/contract/all-group.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import { type Action, canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });

export const isAllGroup = ({ name }: { name: string }): boolean => name === ALL_GROUP;

/** What the policy says against an action on groups; undefined allows it. */
export function groupRefusal(actor: PolicyActor, action: Action): string | undefined {
  const decision = canBegin(actor, action);
  return decision.allowed ? undefined : wordsOf(decision.refusal).reason;
}

/** Why a group cannot be renamed; undefined lets the reader try. */
export function renameRefusal(actor: PolicyActor, group: DescribedGroup): string | undefined {
  if (isAllGroup(group)) return "The group All belongs to the account and keeps its name.";
  return groupRefusal(actor, "groups.update");
}

/** Why a group cannot be deleted, with who holds it; undefined lets the reader try. */
export function deleteRefusal(actor: PolicyActor, group: DescribedGroup): string | undefined {
  if (isAllGroup(group)) return "The group All belongs to the account and cannot be deleted.";
  const integration = group.issued === "integration" ? "groups.delete_integration" : undefined;
  return (
    groupRefusal(actor, "groups.delete") ??
    (integration && groupRefusal(actor, integration)) ??
    linkText(group)
  );
}

/** What refers to a group, so that it cannot be deleted; undefined if nothing does. */
export function linkText(group: DescribedGroup): string | undefined {
  const { people, serviceUsers, holders, invited, inTrafficLogs } = group;
  if (holders.length > 0) {
    const names = named(holders, people + serviceUsers);
    return `It is an auto group of ${names}. Take it from them first.`;
  }
  if (invited.length > 0) {
    return `Pending invites give it to ${named(invited.slice(0, 3), invited.length)}. Delete those first.`;
  }
  return inTrafficLogs
    ? "The account's settings for traffic logs name it. Take it out of them first."
    : undefined;
}

function named(names: readonly string[], count: number): string {
  const more = count - names.length;
  return list.format(more > 0 ? [...names, `${more} more`] : names);
}
