import { lazyForm } from "#components/shared/lazy-form.ts";
import { UsageBoundary } from "#components/tokens/usage-boundary.tsx";

const tokens = lazyForm(async () => (await import("./tokens-for-others.tsx")).TokensForOthers);

/** `TokensForOthers`, loaded when first shown. */
export function LazyTokensForOthers({ user }: { user: { id: string; name: string } }) {
  return (
    <UsageBoundary form={tokens}>
      <tokens.Form key={user.id} user={user} />
    </UsageBoundary>
  );
}
