import { useState } from "react";
import { createChosen } from "#components/groups/create-chosen.ts";
import { isNewGroup } from "#components/groups/group-options.ts";
import { lazyValidate } from "#components/shared/lazy-validate.ts";
import { sentence } from "#components/shared/sentence.ts";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import type { DescribedUser } from "#lib/contract/views.ts";
import { useUpdateUser } from "./use-update-user.ts";
import { changesSince, realChanges, type UserChanges } from "./user-changes.ts";

type FieldErrors = Partial<
  Record<"name" | "role" | "auto_groups" | "description" | "contact", string>
>;
const nameSchema = async () => (await import("#components/shared/user-name.ts")).userName;

type Groups = DescribedUser["groups"];

/** Unsaved changes to a user. Unchanged fields follow the user when the page is refreshed. */
export function useUserDraft(user: DescribedUser) {
  const { update, write, refresh, pending } = useUpdateUser(user.isServiceUser);
  const [touched, setTouched] = useState<UserChanges>({});
  const [errors, setErrors] = useState<FieldErrors>({});
  const changes = realChanges(user, touched);

  const touch = (change: (earlier: UserChanges) => UserChanges) => {
    setTouched((earlier) => touchedOf(user, { ...earlier, ...change(earlier) }));
    setErrors({});
  };
  const reset = () => {
    setTouched({});
    setErrors({});
  };
  /** Shows errors at their fields; true if there are none. */
  const check = async (): Promise<boolean> => {
    if (changes.name === undefined) return true;
    const { "": error } = await lazyValidate(nameSchema, changes.name);
    if (error !== undefined) setErrors({ name: error });
    return error === undefined;
  };
  /** The changes with new groups created; null if a creation was refused. */
  const createGroups = async (): Promise<UserChanges | null> => {
    const { groups } = touched;
    if (!groups?.some(isNewGroup)) return touched;
    const created = await createChosen(groups, write);
    setTouched((now) => (now.groups === groups ? { ...now, groups: created.groups } : now));
    return created.complete ? { ...touched, groups: created.groups } : null;
  };
  const save = async () => {
    const sent = await createGroups();
    if (sent === null) return;
    const result = await update(user, realChanges(user, sent));
    if (result === null) return;
    if (!result.ok) return setErrors(errorsOf(result.failure));
    notifySuccess({ title: `${isolated(result.data.name)} saved` });
    // Changes made during the save are still unsaved.
    refresh(() => {
      setTouched((now) => changesSince(sent, now));
      setErrors({});
    });
  };
  return {
    shown: { ...user, ...touched },
    changes,
    unsaved: Object.keys(changes).length > 0,
    errors,
    pending,
    touch: (change: UserChanges) => touch(() => change),
    /** Consecutive changes accumulate, for example a creation and a removal. */
    touchGroups: (next: (groups: Groups) => Groups) =>
      touch((earlier) => ({ groups: next([...(earlier.groups ?? user.groups)]) })),
    reset,
    check,
    save,
  };
}

/** A change back to the stored value is no change; a trailing space in a text is, until saved. */
function touchedOf(user: DescribedUser, next: UserChanges): UserChanges {
  const { name, description } = next;
  const typed = {
    ...(name === undefined || name === user.name ? {} : { name }),
    ...(description === undefined || description === user.description ? {} : { description }),
  };
  return { ...realChanges(user, next), ...typed };
}

/** The server's messages at their fields. */
function errorsOf(failure: CallFailure): FieldErrors {
  return Object.fromEntries(failure.errors.map(({ path, message }) => [path, sentence(message)]));
}
