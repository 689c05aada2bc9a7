import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { rotationRefusal } from "./rotation-refusal.ts";
import type { TokenQuestion } from "./token-cells.tsx";

type TokenActsProps = {
  token: Pick<TokenView, "expiresAt" | "disabledAt">;
  /** Why the reader may not create the token as it is, which is what rotating and enabling need. */
  createRefusal: string | undefined;
  onAsk: (question: TokenQuestion) => void;
};

/** The actions on a token below its details. */
export function TokenActs({ token, createRefusal, onAsk }: TokenActsProps) {
  const isDisabled = token.disabledAt !== null;
  return (
    <div className="flex flex-wrap gap-2">
      <GuardedButton
        size="small"
        disabledReason={rotationRefusal(token, createRefusal, useNow())}
        data-testid="open-rotate"
        onClick={() => onAsk("rotate")}
      >
        Rotate access token
      </GuardedButton>
      <GuardedButton
        size="small"
        disabledReason={isDisabled ? createRefusal : undefined}
        data-testid="open-switch"
        onClick={() => onAsk("switch")}
      >
        {isDisabled ? "Enable" : "Disable"} access token
      </GuardedButton>
      <Button size="small" data-testid="open-describe" onClick={() => onAsk("describe")}>
        Edit description
      </Button>
    </div>
  );
}
