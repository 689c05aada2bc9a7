import { CreatedTokens, type CreatedTokensProps } from "./created-tokens.tsx";
import { TokenUse, type UsedToken } from "./token-use.tsx";

type DeleteTokenPreviewProps = { token: UsedToken; offer: CreatedTokensProps };

/** What uses a token that is about to be deleted, and what it created. */
export function DeleteTokenPreview({ token, offer }: DeleteTokenPreviewProps) {
  return (
    <>
      <TokenUse token={token} />
      <CreatedTokens {...offer} />
    </>
  );
}
