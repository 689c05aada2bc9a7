import { counted } from "#components/ui/counted.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

type Gap = NonNullable<OperationAnswer<"tokens.advice">["no_advice"]>;

/** Why there is no advice on a token. */
export function gapText(gap: Gap, days: number): string {
  const texts: Record<Gap, string> = {
    too_young: `No advice yet: the token is younger than ${counted(days, "day")}.`,
    counted_too_short: `No advice yet: calls have been counted for less than ${counted(days, "day")}.`,
    too_few_calls: "No advice: too few calls.",
    too_few_days: "No advice: used on too few days.",
    unknown_operations: "No advice: it called operations of a newer version.",
    needs_whole_role: "No advice: some of its calls need the whole role.",
    gives_rights:
      "No advice: it gives rights, which must lie within its own. Choose its scopes yourself.",
    already_narrow: "Its scopes fit its calls.",
  };
  return texts[gap];
}
