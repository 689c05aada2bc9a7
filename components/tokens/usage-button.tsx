import { ChartColumn } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { preloadUsage } from "./usage-dialog.tsx";

type UsageButtonProps = {
  /** The token's name, with whose it is where there are several owners. */
  name: string;
  onPress: (trigger: HTMLElement) => void;
};

/** Opens what an access token is used for. */
export function UsageButton({ name, onPress }: UsageButtonProps) {
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={`Use of access token ${name}`}
      title="Use"
      data-testid="access-token-usage"
      onPointerEnter={preloadUsage}
      onFocus={preloadUsage}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <ChartColumn aria-hidden />
    </Button>
  );
}
