import { Check, Circle, CircleAlert } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { PASSWORD_BYTES, type PasswordError } from "#lib/contract/password-rule.ts";
import type { PasswordCheck } from "./use-password-check.ts";

/** The rule as people read it; a part is broken by any of its errors. */
const PARTS: { part: string; errors: readonly PasswordError[] }[] = [
  { part: `At least ${PASSWORD_BYTES.min} characters`, errors: ["short", "long"] },
  { part: "Not a common or repeated one", errors: ["common", "repeats"] },
  {
    part: "Without your name or email address",
    errors: ["has_email", "has_name", "has_roost", "has_netbird"],
  },
];

type PasswordRuleProps = { password: string; look: PasswordCheck };

/** The rule for new passwords, with what the password has of it and the part that it breaks. */
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

/** The parts are looked at in their order: behind the broken one nothing is known yet. */
function stateOf(
  at: number,
  password: string,
  { error, isSure }: PasswordCheck,
  errors: readonly PasswordError[],
): keyof typeof STATES {
  if (password === "") return "open";
  // Too short is no mistake while one is typing.
  if (error !== null && errors.includes(error)) return error === "short" ? "open" : "broken";
  const brokenAt = PARTS.findIndex((one) => error !== null && one.errors.includes(error));
  if (brokenAt !== -1 && at > brokenAt) return "open";
  return at === 0 || isSure ? "kept" : "open";
}
