"use client";

import { useWrite } from "#components/shared/use-write.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import { can, type PolicyActor } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";

const TEST_ID = "confirm-review";

/** Confirms that a service user keeps its access, and goes on to the next row. */
export function ConfirmButton({ user, actor }: { user: DescribedUser; actor: PolicyActor }) {
  const { write, refresh, pending } = useWrite("service user");
  const decision = can(actor, "reviews.confirm", user);
  const confirm = async (button: HTMLElement) => {
    const result = await write("reviews.confirm", { params: { userId: user.id } });
    if (!result?.ok) return;
    notifySuccess({ title: `Access of ${isolated(user.name)} confirmed` });
    // In a list of those due the row goes away, and the focus with it.
    following(button)?.focus();
    refresh(() => undefined);
  };
  return (
    <GuardedButton
      size="small"
      disabledReason={decision.allowed ? undefined : reasonOf(decision.refusal)}
      pending={pending}
      aria-label={`Confirm the access of ${user.name}`}
      data-testid={TEST_ID}
      onClick={({ currentTarget }) => void confirm(currentTarget)}
    >
      Confirm
    </GuardedButton>
  );
}

/** The same button of the next row, or the search after the last one. */
function following(button: HTMLElement): HTMLElement | null {
  const next = button.closest("tr")?.nextElementSibling;
  const own = next?.querySelector<HTMLElement>(`[data-testid="${TEST_ID}"]`);
  return own ?? document.querySelector<HTMLElement>('[data-testid="table-search-input"]');
}
