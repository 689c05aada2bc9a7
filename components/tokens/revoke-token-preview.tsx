import { CreatedTokens, type CreatedTokensProps } from "./created-tokens.tsx";
import { TokenUse, type UsedToken } from "./token-use.tsx";

type RevokeTokenPreviewProps = { token: UsedToken; offer: CreatedTokensProps };

/** Use of a token that is about to be revoked, and the tokens it created. */
export function RevokeTokenPreview({ token, offer }: RevokeTokenPreviewProps) {
  return (
    <>
      <TokenUse token={token} />
      <CreatedTokens {...offer} />
    </>
  );
}
