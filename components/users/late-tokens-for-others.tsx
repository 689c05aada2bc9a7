import { lazyForm } from "#components/shared/lazy-form.ts";
import { LateUsage } from "#components/tokens/late-usage.tsx";

const tokens = lazyForm(async () => (await import("./tokens-for-others.tsx")).TokensForOthers);

/** The tokens that a user created for service users, whose code comes as they are first shown. */
export function LateTokensForOthers({ user }: { user: { id: string; name: string } }) {
  return (
    <LateUsage form={tokens}>
      <tokens.Form key={user.id} user={user} />
    </LateUsage>
  );
}
