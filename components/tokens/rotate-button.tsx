import { RefreshCw } from "lucide-react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { preloadRotation } from "./rotate-token-dialog.tsx";
import { ROTATE_BUTTON } from "./rotate-variant.ts";

type RotateButtonProps = {
  /** The token's name, with its owner's where there are several. */
  name: string;
  refusal: string | undefined;
  onPress: (trigger: HTMLElement) => void;
};

/** Opens the popup that rotates a token which expires soon. */
export function RotateButton({ name, refusal, onPress }: RotateButtonProps) {
  return (
    <GuardedButton
      size="small"
      className={ROTATE_BUTTON}
      disabledReason={refusal}
      aria-label={`Rotate access token ${name}`}
      data-testid="access-token-rotate"
      onPointerEnter={preloadRotation}
      onFocus={preloadRotation}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <RefreshCw aria-hidden />
      <span>Rotate</span>
    </GuardedButton>
  );
}
