import { useId } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { CHALLENGES, HEADER_FAMILIES } from "#lib/contract/service-choices.ts";
import { CheckList } from "./limit-field.tsx";
import { ALSO_ACCEPTS } from "./opens-to.ts";
import type { ServiceDraft } from "./service-draft.ts";

const FAMILIES: Record<(typeof HEADER_FAMILIES)[number], { label: string; explanation: string }> = {
  "x-forwarded": {
    label: "X-Forwarded-Method",
    explanation: "As Traefik and Caddy send it; nginx and Envoy as they are configured.",
  },
  "x-original": {
    label: "X-Original-Method",
    explanation: "For proxies that use X-Forwarded headers for something else.",
  },
};

const ASKED: Record<(typeof CHALLENGES)[number], { label: string; explanation: string }> = {
  bearer: {
    label: "Bearer",
    explanation: "For scripts: the token in the Authorization header.",
  },
  basic: {
    label: "Basic",
    explanation: "For docker, git, npm and browsers, with the token as the password.",
  },
};

type ProxyFieldsProps = {
  draft: ServiceDraft;
  errors: Partial<Record<string, string>>;
  onChange: (change: Partial<ServiceDraft>) => void;
};

/** Which other tokens open the service, and how its proxy asks. */
export function ProxyFields({ draft, errors, onChange }: ProxyFieldsProps) {
  const id = useId();
  return (
    <>
      <section aria-labelledby={id} className="grid gap-2">
        <h3 id={id} className="font-medium">
          Also accept tokens without its scope
        </h3>
        <CheckList
          legend="Also accept tokens without its scope"
          choices={ALSO_ACCEPTS.map(({ consequence, ...one }) => ({
            ...one,
            explanation: consequence,
          }))}
          value={draft.alsoAccepts}
          onChange={(alsoAccepts) => onChange({ alsoAccepts })}
        />
      </section>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Method header of the proxy"
          hint={FAMILIES[draft.headers].explanation}
          error={errors.headers}
        >
          {(control) => (
            <Select
              control={control}
              value={draft.headers}
              options={HEADER_FAMILIES.map((value) => ({ value, ...FAMILIES[value] }))}
              onChange={(value) =>
                onChange({ headers: value === "x-original" ? value : "x-forwarded" })
              }
              testId="service-headers"
            />
          )}
        </Field>
        <Field
          label="Ask for a token by"
          hint={ASKED[draft.challenge].explanation}
          error={errors.challenge}
        >
          {(control) => (
            <Select
              control={control}
              value={draft.challenge}
              options={CHALLENGES.map((value) => ({ value, ...ASKED[value] }))}
              onChange={(value) => onChange({ challenge: value === "basic" ? value : "bearer" })}
              testId="service-challenge"
            />
          )}
        </Field>
      </div>
    </>
  );
}
