import { useId } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { TextLink } from "#components/shared/text-link.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { wordFor } from "#components/ui/counted.ts";
import { createdByTokenPath } from "#lib/contract/page-paths.ts";
import { type CreatedBy, countCreated, createdText, isOffered } from "./created-by.ts";
import { WorkingTokens } from "./working-tokens.tsx";

export type CreatedTokensProps = {
  /** The tokens that are about to be revoked. */
  ids: readonly string[];
  created: CreatedBy;
  /** Whether to revoke the tokens they created too. */
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
};

/** Tokens that were created with these tokens and keep working, with the choice to revoke them too. */
export function CreatedTokens({ ids, created, chosen, onChoose }: CreatedTokensProps) {
  const id = useId();
  const [only] = ids.length === 1 ? ids : [];
  const link = only !== undefined && (
    <TextLink href={createdByTokenPath(only)} prefetch={false}>
      Show {wordFor(countCreated(created), "it", "them")}
    </TextLink>
  );
  if (created === "pending") return null;
  if ("failure" in created) {
    // The dialog reports a missing token itself.
    if (created.failure.status === 404) return null;
    return (
      <p className="text-soon">
        Tokens {only ? "it" : "they"} created cannot be revoked in the same step.{" "}
        {sentence(created.failure.message)} {link}
      </p>
    );
  }
  if (!isOffered(created)) return null;
  const one = created.count === 1;
  return (
    <div data-testid="created-tokens" className="grid gap-2 border-t pt-3">
      <p>
        <span className="font-medium text-ink">{createdText(ids.length, created)}.</span>{" "}
        {one ? "It keeps" : "They keep"} working unless you revoke {one ? "it" : "them"} too. {link}
      </p>
      <WorkingTokens label="Created tokens" tokens={created.tokens} />
      <div className="flex items-start gap-2">
        <Checkbox
          id={id}
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
          data-testid="revoke-created"
        />
        <label htmlFor={id} className="cursor-pointer text-ink">
          Also revoke {one ? "the access token" : `the ${created.count} access tokens`} that{" "}
          {only ? "it" : "they"} created
        </label>
      </div>
    </div>
  );
}
