import { useId } from "react";
import { Switch } from "#components/ui/switch.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { blockEffect } from "./block-effect.ts";
import { LazyTokensForOthers } from "./lazy-tokens-for-others.tsx";
import { RepeatedReason } from "./repeated-reason.tsx";
import { blockRefusal } from "./update-refusals.ts";

type BlockSwitchProps = {
  user: DescribedUser;
  actor: PolicyActor;
  /** Why the user cannot be changed, if the form shows it already. */
  shownAbove: string | undefined;
  blocked: boolean;
  onChange: (blocked: boolean) => void;
};

/** The switch that blocks a user, with its effect or the reason why it cannot be changed. */
export function BlockSwitch({ user, actor, shownAbove, blocked, onChange }: BlockSwitchProps) {
  const id = useId();
  const refusal = user.pendingApproval
    ? "This user is pending approval. Approve or reject them first."
    : blockRefusal(actor, user);
  return (
    <div className="flex items-start gap-3">
      <Switch
        id={id}
        checked={blocked}
        aria-disabled={refusal === undefined ? undefined : true}
        aria-describedby={`${id}-hint`}
        onCheckedChange={onChange}
        className="mt-0.5"
      />
      <div className="grid gap-1">
        <label htmlFor={id} className="font-medium">
          Block {user.isServiceUser ? "service user" : "user"}
        </label>
        <p id={`${id}-hint`} className="text-quiet text-xs">
          <span>
            {refusal === undefined || refusal === shownAbove ? blockEffect(user) : refusal}
          </span>
          {refusal && refusal === shownAbove && <RepeatedReason> {refusal}</RepeatedReason>}
        </p>
        {blocked && !user.isBlocked && (
          <div role="status" className="grid gap-2 text-quiet text-xs">
            <LazyTokensForOthers user={user} />
          </div>
        )}
      </div>
    </div>
  );
}
