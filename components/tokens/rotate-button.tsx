import { RefreshCw } from "lucide-react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { preloadRotation } from "./rotate-token-dialog.tsx";
import { ROTATE, rotateVariant } from "./rotate-variant.ts";

type RotateButtonProps = {
  /** The token's name, with its owner's where there are several. */
  name: string;
  /** Whether the token expires soon. */
  due: boolean;
  refusal: string | undefined;
  onPress: (trigger: HTMLElement) => void;
};

/** Opens the popup that rotates a token. */
export function RotateButton({ name, due, refusal, onPress }: RotateButtonProps) {
  return (
    <GuardedButton
      {...rotateVariant(due)}
      disabledReason={refusal}
      aria-label={`Rotate access token ${name}`}
      data-testid="access-token-rotate"
      onPointerEnter={preloadRotation}
      onFocus={preloadRotation}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <RefreshCw aria-hidden />
      {due && <span>{ROTATE}</span>}
    </GuardedButton>
  );
}
