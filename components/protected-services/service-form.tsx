"use client";

import { type FormEvent, useEffect, useRef } from "react";
import { GroupPicker } from "#components/groups/group-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import { Code } from "#components/ui/code.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { serviceScope } from "#lib/contract/protected-services.ts";
import type { DescribedService } from "#lib/contract/service-view.ts";
import { MethodsField, RolesField } from "./limit-fields.tsx";
import { ProxyFields } from "./proxy-fields.tsx";
import { useSaveService } from "./use-save-service.ts";

const DESCRIPTION_MAX = 500;

type ServiceFormProps = {
  /** The service to change; undefined for a new one. */
  service?: DescribedService;
  onClose: () => void;
};

/** Who may open a protected service, and how its proxy asks. */
export function ServiceForm({ service, onClose }: ServiceFormProps) {
  const { draft, errors, pending, change, changeGroups, save } = useSaveService(service, onClose);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending) void save();
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      {service === undefined && (
        <Field label="Name" hint={<SlugHint slug={draft.slug.trim()} />} error={errors.slug}>
          {(control) => (
            <Input
              ref={first}
              autoComplete="off"
              spellCheck={false}
              placeholder="e.g. wiki"
              data-testid="service-slug"
              {...control}
              value={draft.slug}
              onChange={({ target }) => change({ slug: target.value })}
            />
          )}
        </Field>
      )}
      <Field label="Description (optional)" error={errors.description}>
        {(control) => (
          <Input
            ref={service && first}
            autoComplete="off"
            maxLength={DESCRIPTION_MAX}
            data-testid="service-description"
            {...control}
            value={draft.description}
            onChange={({ target }) => change({ description: target.value })}
          />
        )}
      </Field>
      <RolesField draft={draft} error={errors.roles} onChange={change} />
      <Field
        label="Groups"
        hint={
          draft.groups.length === 0
            ? "None: open to users in any group or none."
            : "Open only to users with one of these auto-assigned groups."
        }
        error={errors.groups}
      >
        {(control) => (
          <GroupPicker
            control={control}
            value={draft.groups}
            onChange={(update) => changeGroups(update)}
            createRefusal={undefined}
          />
        )}
      </Field>
      <MethodsField draft={draft} error={errors.methods} onChange={change} />
      <ProxyFields draft={draft} errors={errors} onChange={change} />
      <DialogFooter className="mt-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="save-service">
          {service ? "Save service" : "Create protected service"}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** The slug cannot be changed later: tokens and proxies name it. */
function SlugHint({ slug }: { slug: string }) {
  return (
    <>
      Lower-case letters, digits and hyphens; it cannot be changed later. Access tokens open the
      service with the scope <Code>{serviceScope(slug || "…")}</Code>.
    </>
  );
}
