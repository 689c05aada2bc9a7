import type { GroupRef } from "#components/groups/group-options.ts";
import { GroupChips, GroupPicker } from "#components/groups/group-picker.tsx";
import { groupRefusal } from "#components/groups/group-refusals.ts";
import { Field } from "#components/ui/field.tsx";
import type { PolicyActor } from "#lib/policy/can.ts";
import { RepeatedReason } from "./repeated-reason.tsx";

type GroupsFieldProps = {
  user: { isServiceUser: boolean; groups: readonly GroupRef[] };
  actor: PolicyActor;
  /** Why they cannot be changed; shown by the form. */
  refusal: string | undefined;
  error: string | undefined;
  onChange: (update: (groups: readonly GroupRef[]) => GroupRef[]) => void;
};

/** A user's groups: a picker, or read-only with the reason. */
export function GroupsField({ user, actor, refusal, error, onChange }: GroupsFieldProps) {
  const { groups, isServiceUser } = user;
  const meaning = isServiceUser ? undefined : "Their peers join these groups.";
  const hint = refusal ? (
    <>
      <span>{meaning}</span> <RepeatedReason>{refusal}</RepeatedReason>
    </>
  ) : (
    meaning
  );
  return (
    <Field label="Auto-assigned groups" hint={hint} error={error}>
      {(control) =>
        refusal === undefined ? (
          <GroupPicker
            control={control}
            value={groups}
            onChange={onChange}
            createRefusal={groupRefusal(actor, "groups.create")}
          />
        ) : (
          <div id={control.id}>{groups.length === 0 ? "None" : <GroupChips groups={groups} />}</div>
        )
      }
    </Field>
  );
}
