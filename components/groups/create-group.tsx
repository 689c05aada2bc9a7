"use client";

import { useEffect, useRef, useState } from "react";
import { lazyValidate } from "#components/shared/lazy-validate.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { pressedKey } from "#components/ui/pressed-key.ts";
import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { type GroupRef, newGroup, sameName } from "./group-options.ts";

const nameSchema = async () => (await import("#lib/contract/groups.ts")).groupBody.shape.name;

type CreateGroupProps = {
  preset: string;
  /** The existing groups. */
  known: readonly GroupRef[];
  /** Called with the group; it is created when the form is saved. */
  onCreate: (group: GroupRef) => void;
  onLeave: () => void;
};

/** Names a new group in the picker. Not a form, since the picker is inside one. */
export function CreateGroup({ preset, known, onCreate, onLeave }: CreateGroupProps) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(preset);
  const [error, setError] = useState<string>();
  useEffect(() => input.current?.focus(), []);
  const create = async () => {
    const { "": reason } = await lazyValidate(nameSchema, name.trim());
    if (reason !== undefined) return setError(reason);
    if ([...known, { name: ALL_GROUP }].some((group) => sameName(group.name, name))) {
      return setError("A group with this name exists.");
    }
    onCreate(newGroup(name));
    onLeave();
  };
  return (
    <div className="grid gap-3 p-3">
      <Field label="Group name" error={error}>
        {(control) => (
          <Input
            ref={input}
            autoComplete="off"
            data-testid="group-name-input"
            {...control}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
            onKeyDown={(event) => {
              if (pressedKey(event) !== "Enter") return;
              event.preventDefault();
              void create();
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onLeave}>
          Back
        </Button>
        <Button
          size="small"
          variant="primary"
          data-testid="create-group"
          onClick={() => void create()}
        >
          Create group
        </Button>
      </div>
    </div>
  );
}
