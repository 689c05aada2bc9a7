import { Check, Circle, CircleAlert } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { PASSWORD_PARTS } from "#lib/contract/invites.ts";

type PasswordRuleProps = {
  password: string;
  /** Whether it was sent as it is: what it lacks is then a mistake. */
  tried: boolean;
};

/** The rule for a password before it is typed, and how much of it the password has. */
export function PasswordRule({ password, tried }: PasswordRuleProps) {
  return (
    <div className="grid gap-1">
      <p>The password needs</p>
      <ul className="grid gap-0.5" data-testid="password-rule">
        {PASSWORD_PARTS.map(({ part, has }) => {
          const state = has(password) ? "has" : tried ? "lacks" : "open";
          const { Icon, look, told } = STATES[state];
          return (
            <li key={part} className={cn("flex items-center gap-1.5", look)}>
              <Icon aria-hidden className="size-3.5 shrink-0" />
              <span>{part}</span>
              <span className="sr-only">{told}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const STATES = {
  has: { Icon: Check, look: "text-accent", told: ": done" },
  lacks: { Icon: CircleAlert, look: "text-danger", told: ": missing" },
  open: { Icon: Circle, look: "", told: "" },
};
