import { Check, Circle, CircleAlert } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { PASSWORD_BYTES, type PasswordError } from "#lib/contract/password-rule.ts";
import type { PasswordCheck } from "./use-password-check.ts";

/** The rule as a list; each part with the errors that break it. */
const PARTS: { part: string; errors: readonly PasswordError[] }[] = [
  { part: `At least ${PASSWORD_BYTES.min} characters`, errors: ["short", "long"] },
  { part: "Not a common or repetitive password", errors: ["common", "repeats"] },
  {
    part: "Does not contain your name or email address",
    errors: ["has_email", "has_name", "has_roost", "has_netbird"],
  },
];

type PasswordRuleProps = { password: string; look: PasswordCheck };

/** The rule for new passwords, marking met parts and the broken one. */
export function PasswordRule({ password, look }: PasswordRuleProps) {
  return (
    <ul className="grid gap-0.5" data-testid="password-rule">
      {PARTS.map(({ part, errors }, at) => {
        const { Icon, tone, said } = STATES[stateOf(at, password, look, errors)];
        return (
          <li key={part} className={cn("flex items-center gap-1.5", tone)}>
            <Icon aria-hidden className="size-3.5 shrink-0" />
            <span>{part}</span>
            <span className="sr-only">{said}</span>
          </li>
        );
      })}
    </ul>
  );
}

const STATES = {
  kept: { Icon: Check, tone: "text-accent", said: ": done" },
  broken: { Icon: CircleAlert, tone: "text-danger", said: ": not yet" },
  open: { Icon: Circle, tone: "", said: "" },
};

/** Parts are checked in order: those after the broken one are not known yet. */
function stateOf(
  at: number,
  password: string,
  { error, isSure }: PasswordCheck,
  errors: readonly PasswordError[],
): keyof typeof STATES {
  if (password === "") return "open";
  // Too short is not an error while typing.
  if (error !== null && errors.includes(error)) return error === "short" ? "open" : "broken";
  const brokenAt = PARTS.findIndex((one) => error !== null && one.errors.includes(error));
  if (brokenAt !== -1 && at > brokenAt) return "open";
  return at === 0 || isSure ? "kept" : "open";
}
