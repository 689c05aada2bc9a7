import { useState } from "react";
import { sentence } from "#components/shared/sentence.ts";
import type { CallFailure } from "#lib/contract/client.ts";
import type { PersonRef } from "#lib/contract/views.ts";

type About = { description: string; contact: PersonRef | null };
type AboutErrors = Partial<Record<keyof About, string>>;

/** Description and contact of a new service user, with the server's errors. */
export function useAbout() {
  const [about, setAbout] = useState<About>({ description: "", contact: null });
  const [errors, setErrors] = useState<AboutErrors>({});
  const { contact } = about;
  const description = about.description.trim();
  return {
    about,
    errors,
    /** Only what is given. */
    body: {
      ...(description === "" ? {} : { description }),
      ...(contact === null ? {} : { contact: contact.id }),
    },
    change(next: Partial<About>) {
      setAbout((before) => ({ ...before, ...next }));
      setErrors({});
    },
    showErrors(failure: CallFailure) {
      const found = failure.errors.filter(({ path }) => path in about);
      setErrors(Object.fromEntries(found.map(({ path, message }) => [path, sentence(message)])));
    },
  };
}
