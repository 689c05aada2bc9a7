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
  /** Whether what they created is to be revoked too. */
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
};

/** What tokens created, which goes on to work without them, and whether to revoke it too. */
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
    // A token that is gone is what the rest of the dialog is about.
    if (created.failure.status === 404) return null;
    return (
      <p className="text-soon">
        What {only ? "it" : "they"} created cannot be revoked in the same step.{" "}
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
      <WorkingTokens label="Tokens that they created" tokens={created.tokens} />
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
