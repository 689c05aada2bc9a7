import { RefreshCw } from "lucide-react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { lazyTokenForm } from "./lazy-token-form.ts";
import { ROTATE, rotateVariant } from "./rotate-variant.ts";

type RotateButtonProps = {
  name: string;
  /** Whether the token expires soon or has expired. */
  due: boolean;
  refusal: string | undefined;
  onPress: (trigger: HTMLElement) => void;
};

/** Opens the popup for a token to rotate this one to. */
export function RotateButton({ name, due, refusal, onPress }: RotateButtonProps) {
  return (
    <GuardedButton
      {...rotateVariant(due)}
      disabledReason={refusal}
      aria-label={`Rotate access token ${name}`}
      data-testid="access-token-rotate"
      onPointerEnter={lazyTokenForm.preload}
      onFocus={lazyTokenForm.preload}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <RefreshCw aria-hidden />
      {due && <span>{ROTATE}</span>}
    </GuardedButton>
  );
}
