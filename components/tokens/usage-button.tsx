import { ChartColumn } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { preloadDialog } from "./lazy-token-dialogs.tsx";

type UsageButtonProps = {
  /** The token's name, with its owner's where there are several. */
  name: string;
  onPress: (trigger: HTMLElement) => void;
};

const preload = () => preloadDialog("use");

/** Opens the popup with a token's usage. */
export function UsageButton({ name, onPress }: UsageButtonProps) {
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={`Usage of access token ${name}`}
      title="Usage"
      data-testid="access-token-usage"
      onPointerEnter={preload}
      onFocus={preload}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <ChartColumn aria-hidden />
    </Button>
  );
}
