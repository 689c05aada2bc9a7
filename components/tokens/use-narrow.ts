import { useWrite } from "#components/shared/use-write.ts";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { OperationBody } from "#lib/contract/operations.ts";
import type { TokenView } from "#lib/contract/views.ts";

/** Narrows a token, reports it and reloads the page's data. */
export function useNarrow(
  token: Pick<TokenView, "id" | "userId" | "name">,
  onNarrowed: () => void,
) {
  const { write, refresh, pending } = useWrite();
  const narrow = async (body: OperationBody<"tokens.narrow">) => {
    const params = { userId: token.userId, tokenId: token.id };
    const result = await write("tokens.narrow", { params, body });
    if (!result?.ok) return;
    notifySuccess({ title: `Access token ${isolated(token.name)} narrowed` });
    refresh(onNarrowed);
  };
  return { narrow, pending };
}
