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

type FieldErrors = Partial<Record<"name" | "role" | "auto_groups", string>>;
const nameSchema = async () => (await import("#components/shared/user-name.ts")).userName;

type Groups = DescribedUser["groups"];

/**
 * What the reader has changed of a user and not saved. Fields that they did not touch follow the
 * user as the page reads it again.
 */
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
  /** Puts what is wrong at its field; true if nothing is. */
  const check = async (): Promise<boolean> => {
    if (changes.name === undefined) return true;
    const { "": error } = await lazyValidate(nameSchema, changes.name);
    if (error !== undefined) setErrors({ name: error });
    return error === undefined;
  };
  /** What was touched, its new groups created; null where one was refused. */
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
    // What was changed while it was saved is still to be saved.
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
    /** Two in a row, as when one is created while another is removed, both count. */
    touchGroups: (next: (groups: Groups) => Groups) =>
      touch((earlier) => ({ groups: next([...(earlier.groups ?? user.groups)]) })),
    reset,
    check,
    save,
  };
}

/** What leads back is no longer touched; a blank at the end of the name is, until it is saved. */
function touchedOf(user: DescribedUser, next: UserChanges): UserChanges {
  const { name } = next;
  const typed = name === undefined || name === user.name ? {} : { name };
  return { ...realChanges(user, next), ...typed };
}

/** The server's words at the fields they are about. */
function errorsOf(failure: CallFailure): FieldErrors {
  return Object.fromEntries(failure.errors.map(({ path, message }) => [path, sentence(message)]));
}
