import { TriangleAlert } from "lucide-react";
import { useSettled } from "#components/ui/use-settled.ts";
import { sentenceOf } from "#lib/policy/scope-sentence.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import type { TokenHolder } from "./token-owner.ts";

const ANNOUNCED_AFTER_MS = 500;

type ScopeSentenceProps = { scopes: Scopes; holder: TokenHolder };

/** What a token may do, in words; parts that need care are marked. */
export function ScopeSentence({ scopes, holder }: ScopeSentenceProps) {
  const clauses = sentenceOf(scopes, { ...holder, name: holder.isCurrent ? "you" : holder.name });
  return (
    <p className="wrap-anywhere border-accent border-l-2 pl-3" data-testid="scope-sentence">
      {clauses.map(({ text, sensitive }) =>
        sensitive ? (
          <strong key={text} className="font-semibold">
            <TriangleAlert aria-hidden className="mr-1 inline size-3.5 text-soon-mark" />
            <span className="sr-only">Sensitive: </span>
            {text}{" "}
          </strong>
        ) : (
          `${text} `
        ),
      )}
    </p>
  );
}

/** The sentence of scopes that are being chosen: screen readers read it after the last change. */
export function ChosenSentence(props: ScopeSentenceProps) {
  const { scopes, holder } = props;
  const settled = useSettled(scopes, ANNOUNCED_AFTER_MS);
  const text = sentenceOf(settled, holder)
    .map((clause) => clause.text)
    .join(" ");
  return (
    <>
      <ScopeSentence {...props} />
      <p role="status" className="sr-only">
        {text}
      </p>
    </>
  );
}
