import { roleName } from "#components/shared/role-labels.ts";
import type { AlsoAccepted } from "#lib/contract/service-choices.ts";
import type { DescribedService } from "#lib/contract/service-view.ts";

const either = new Intl.ListFormat("en", { type: "disjunction" });
const both = new Intl.ListFormat("en", { type: "conjunction" });

/** Whose tokens may open a service, in words. */
export function opensTo({ roles, groups }: Pick<DescribedService, "roles" | "groups">): string {
  const ofRole = roles === null ? "Any role" : either.format(roles.map(roleName));
  if (groups.length === 0) return roles === null ? "Everyone" : ofRole;
  const inGroup = `in ${either.format(groups.map(({ name }) => name))}`;
  return roles === null ? `Everyone ${inGroup}` : `${ofRole}, ${inGroup}`;
}

/** What tokens without its scope must have, where a service accepts them; the consequence of each. */
export const ALSO_ACCEPTS: readonly { value: AlsoAccepted; label: string; consequence: string }[] =
  [
    {
      value: "unscoped",
      label: "Tokens without scopes",
      consequence: "Every token with its owner's whole role opens the service.",
    },
    {
      value: "all",
      label: "Tokens with the scope all",
      consequence: "They open the service although no one chose it for them.",
    },
    {
      value: "all:read",
      label: "Tokens with the scope all:read",
      consequence: "They open it for GET, HEAD and OPTIONS, which some services let change things.",
    },
  ];

const SHORT: Record<AlsoAccepted, string> = {
  unscoped: "tokens without scopes",
  all: "scope all",
  "all:read": "scope all:read, to read",
};

/** Which tokens open a service, in words. */
export const acceptedText = ({ alsoAccepts }: Pick<DescribedService, "alsoAccepts">): string =>
  both.format(["Its scope", ...alsoAccepts.map((one) => SHORT[one])]);
