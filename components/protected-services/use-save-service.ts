import { useState } from "react";
import { createChosen } from "#components/groups/create-chosen.ts";
import { sentence } from "#components/shared/sentence.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { DescribedService } from "#lib/contract/service-view.ts";
import { bodyOf, draftOf, type ServiceDraft } from "./service-draft.ts";

/** Errors by the names of the API's fields; of a list's entry, at the list. */
type Errors = Partial<Record<string, string>>;

/** The draft of a protected service, and what saves it. */
export function useSaveService(service: DescribedService | undefined, onSaved: () => void) {
  const { write, refresh, pending } = useWrite();
  const [draft, setDraft] = useState(() => draftOf(service));
  const [errors, setErrors] = useState<Errors>({});
  const change = (next: Partial<ServiceDraft>) => {
    setDraft((before) => ({ ...before, ...next }));
    setErrors({});
  };
  const changeGroups = (update: (groups: ServiceDraft["groups"]) => ServiceDraft["groups"]) => {
    setDraft((before) => ({ ...before, groups: update(before.groups) }));
    setErrors({});
  };
  const save = async () => {
    const made = await createChosen(draft.groups, write);
    setDraft((now) => (now.groups === draft.groups ? { ...now, groups: made.groups } : now));
    if (!made.complete) return;
    const body = bodyOf(draft, made.groups);
    const slug = draft.slug.trim();
    const result = service
      ? await write("protected_services.update", { params: { serviceId: service.id }, body })
      : await write("protected_services.create", { body: { slug, ...body } });
    if (result === null) return;
    if (!result.ok) {
      const { status, message, errors } = result.failure;
      const named = errors.map(({ path, message }) => [path.split(".")[0], sentence(message)]);
      return setErrors(status === 409 ? { slug: sentence(message) } : Object.fromEntries(named));
    }
    notifySuccess({ title: `Protected service ${slug} ${service ? "saved" : "created"}` });
    refresh(onSaved);
  };
  return { draft, errors, pending, change, changeGroups, save };
}
