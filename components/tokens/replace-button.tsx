import { RefreshCw } from "lucide-react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { lazyTokenForm } from "./lazy-token-form.ts";
import { REPLACE, replaceVariant } from "./replace-variant.ts";

type ReplaceButtonProps = {
  name: string;
  /** Whether the token ends soon, or has. */
  due: boolean;
  refusal: string | undefined;
  onPress: (trigger: HTMLElement) => void;
};

/** Begins a token that takes the place of this one. */
export function ReplaceButton({ name, due, refusal, onPress }: ReplaceButtonProps) {
  return (
    <GuardedButton
      {...replaceVariant(due)}
      disabledReason={refusal}
      aria-label={`${REPLACE} for access token ${name}`}
      data-testid="access-token-replace"
      onPointerEnter={lazyTokenForm.preload}
      onFocus={lazyTokenForm.preload}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <RefreshCw aria-hidden />
      {due && <span>{REPLACE}</span>}
    </GuardedButton>
  );
}
