import { RefreshCw } from "lucide-react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { preloadDialog } from "./lazy-token-dialogs.tsx";
import { ROTATE_BUTTON } from "./rotate-variant.ts";

type RotateButtonProps = {
  /** The token's name, with its owner's where there are several. */
  name: string;
  refusal: string | undefined;
  onPress: (trigger: HTMLElement) => void;
};

const preload = () => preloadDialog("rotate");

/** Opens the popup that rotates a token which expires soon. */
export function RotateButton({ name, refusal, onPress }: RotateButtonProps) {
  return (
    <GuardedButton
      size="small"
      className={ROTATE_BUTTON}
      disabledReason={refusal}
      aria-label={`Rotate access token ${name}`}
      data-testid="access-token-rotate"
      onPointerEnter={preload}
      onFocus={preload}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <RefreshCw aria-hidden />
      <span>Rotate</span>
    </GuardedButton>
  );
}
