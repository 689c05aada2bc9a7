import { RadioCards } from "#components/ui/radio-cards.tsx";
import { Segments } from "#components/ui/segments.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { type Ending, OVERLAPS } from "./rotation-ending.ts";
import { TokenUse } from "./token-use.tsx";

const CARDS = [
  {
    value: "first_use",
    label: "After the first use of the new one",
    explanation: "The new secret lapses if it is not used within 7 days.",
  },
  {
    value: "now",
    label: "After the rotation",
    explanation: "The new secret is current immediately.",
  },
  {
    value: "stop",
    label: "Immediately",
    explanation: "Scripts that use the old secret get 401 until they have the new one.",
  },
] as const satisfies { value: Ending["after"]; label: string; explanation: string }[];

type OldSecretEndProps = {
  token: TokenView;
  ending: Ending;
  /** A leaked token: the old secret can only end immediately. */
  fixed: boolean;
  onChange: (ending: Ending) => void;
};

/** The choice of when the old secret of a rotation ends, with what stops if it ends immediately. */
export function OldSecretEnd({ token, ending, fixed, onChange }: OldSecretEndProps) {
  const { after, overlap } = ending;
  return (
    <section aria-label="Old secret ends" className="grid gap-3">
      <h3 className="font-medium">Old secret ends</h3>
      <RadioCards
        legend="Old secret ends"
        value={after}
        cards={fixed ? CARDS.filter(({ value }) => value === "stop") : CARDS}
        onChange={(value) => {
          const card = CARDS.find((one) => one.value === value);
          if (card) onChange({ ...ending, after: card.value });
        }}
      />
      {after === "stop" ? (
        <TokenUse token={token} />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <span aria-hidden className="text-quiet text-xs">
            Overlap
          </span>
          <Segments
            legend="Overlap"
            segments={OVERLAPS.map(({ seconds, label }) => ({ value: `${seconds}`, label }))}
            value={`${overlap}`}
            onChange={(value) => {
              const found = OVERLAPS.find(({ seconds }) => `${seconds}` === value);
              if (found) onChange({ ...ending, overlap: found.seconds });
            }}
          />
        </div>
      )}
    </section>
  );
}
