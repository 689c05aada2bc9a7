import { Ban, CircleCheck, Pencil, RefreshCw } from "lucide-react";
import { useRef } from "react";
import { useNow } from "#components/ui/clock.tsx";
import { DropdownMenuItem } from "#components/ui/dropdown-menu.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { preloadDialog } from "./lazy-token-dialogs.tsx";
import { rotationRefusal } from "./rotation-refusal.ts";
import type { TokenQuestion } from "./token-cells.tsx";

type TokenRowMenuProps = {
  token: TokenView;
  /** The token's name, with its owner's where there are several. */
  name: string;
  /** Why the reader may not create the token as it is, which is what rotating and enabling it need. */
  createRefusal: string | undefined;
  onAsk: (question: TokenQuestion, trigger: HTMLElement | null) => void;
};

/** The less frequent actions on a token in a list. */
export function TokenRowMenu({ token, name, createRefusal, onAsk }: TokenRowMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const ask = (question: TokenQuestion) => () => onAsk(question, trigger.current);
  const preload = () => {
    preloadDialog("rotate");
    preloadDialog("describe");
  };
  const isDisabled = token.disabledAt !== null;
  return (
    <RowMenu
      name={`access token ${name}`}
      testId="access-token-actions"
      trigger={trigger}
      onFocus={preload}
    >
      <DropdownMenuItem
        data-testid="rotate-access-token"
        refusal={rotationRefusal(token, createRefusal, useNow())}
        onSelect={ask("rotate")}
      >
        <RefreshCw aria-hidden />
        <span>Rotate access token</span>
      </DropdownMenuItem>
      <DropdownMenuItem data-testid="describe-access-token" onSelect={ask("describe")}>
        <Pencil aria-hidden />
        Edit description
      </DropdownMenuItem>
      <DropdownMenuItem
        data-testid="switch-access-token"
        refusal={isDisabled ? createRefusal : undefined}
        onSelect={ask("switch")}
      >
        {isDisabled ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
        <span>{isDisabled ? "Enable" : "Disable"} access token</span>
      </DropdownMenuItem>
    </RowMenu>
  );
}
