import { sentence } from "#components/shared/sentence.ts";
import { useCall } from "#components/shared/use-call.ts";
import { Button } from "#components/ui/button.tsx";
import { Code } from "#components/ui/code.tsx";
import { counted } from "#components/ui/counted.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { gapText } from "./advice-gaps.ts";
import { preloadNarrowing } from "./narrow-token-dialog.tsx";
import { CheckedCalls } from "./scope-check.tsx";
import { PendingUsage } from "./usage-boundary.tsx";
import { useNarrow } from "./use-narrow.ts";

type RightsAdviceProps = {
  token: Pick<TokenView, "id" | "userId" | "name">;
  /** Opens the popup that narrows it. */
  onNarrow: () => void;
  /** Called once it was narrowed to the advice. */
  onNarrowed: () => void;
};

/** How many of a token's rights it used, the scopes that suffice, and the ways to narrow it. */
export function RightsAdvice(props: RightsAdviceProps) {
  const { token, onNarrow } = props;
  const params = { userId: token.userId, tokenId: token.id };
  const found = useCall("tokens.advice", { params });
  return (
    <section
      aria-label="Used rights"
      data-testid="rights-advice"
      className="grid gap-2 rounded-md bg-sunken px-3 py-2"
    >
      {found === "pending" ? (
        <PendingUsage />
      ) : "failure" in found ? (
        <p>Could not load the used rights. {sentence(found.failure.message)}</p>
      ) : (
        <Advice advice={found.data} {...props} />
      )}
      <Button
        size="small"
        className="w-fit"
        data-testid="open-narrow"
        onPointerEnter={preloadNarrowing}
        onFocus={preloadNarrowing}
        onClick={onNarrow}
      >
        Narrow access token
      </Button>
    </section>
  );
}

type AdviceProps = RightsAdviceProps & { advice: OperationAnswer<"tokens.advice"> };

function Advice({ advice, token, onNarrowed }: AdviceProps) {
  const { narrow, pending } = useNarrow(token, onNarrowed);
  const { granted, used, window_days: days, advised_scopes: scopes, check } = advice;
  return (
    <>
      <p className="font-medium">
        Holds {counted(granted.length, "right")}, used {used.length} in {counted(days, "day")}.
      </p>
      {advice.no_advice && <p className="text-quiet">{gapText(advice.no_advice, days)}</p>}
      {scopes && (
        <>
          <p className="wrap-anywhere">
            Enough for its calls: <Code>{scopes.join(", ") || "no scope"}</Code>
          </p>
          {check && <CheckedCalls check={check} />}
          <Button
            variant="primary"
            size="small"
            className="w-fit"
            pending={pending}
            data-testid="narrow-to-advice"
            onClick={() => void narrow({ scopes })}
          >
            Narrow to {counted(scopes.length, "scope")}
          </Button>
        </>
      )}
    </>
  );
}
