import { TextLink } from "#components/shared/text-link.tsx";
import { CodeBox } from "#components/ui/code-box.tsx";
import { InlineCode } from "#components/ui/inline-code.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import { SNIPPETS } from "./snippets.ts";

type TokenGuideProps = {
  origin: string;
  /** The owner of the tokens; files are named after it. */
  name: string;
  /** Whether it is initially open. */
  open: boolean;
};

/** The ways to use a token, below the list. Plain HTML: it opens without JavaScript too. */
export function TokenGuide({ origin, name, open }: TokenGuideProps) {
  return (
    <details open={open} data-testid="token-guide" className="token-guide">
      <summary>How to use a token</summary>
      <div>
        <p>
          <InlineCode text="Replace `<your token>` with your token. Endpoints are listed in the" />{" "}
          <TextLink href={PAGES.docs.path} prefetch={false}>
            API reference
          </TextLink>
          .
        </p>
        {SNIPPETS.map(({ id, label, note, parts }) => (
          <details key={id} name="token-guide">
            <summary>{label}</summary>
            <div>
              <p>
                <InlineCode text={note} />
              </p>
              {parts({ token: null, origin, name }).map((part) => (
                <CodeBox key={part.label} label={part.label} text={part.text} />
              ))}
            </div>
          </details>
        ))}
      </div>
    </details>
  );
}
