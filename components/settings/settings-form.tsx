"use client";

import { type FormEvent, useRef, useState } from "react";
import { UnsavedGuard } from "#components/layout/unsaved-guard.tsx";
import { Button } from "#components/ui/button.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import { SettingSwitch } from "./setting-switch.tsx";
import { SETTINGS, type Setting } from "./setting-words.ts";
import type { SettingsTab } from "./settings-path.ts";
import { useSaveSettings } from "./use-save-settings.ts";

type Values = Record<Setting["key"], boolean>;

type SettingsFormProps = {
  tab: Exclude<SettingsTab, "account">;
  /** As they are stored. */
  values: Values;
  /** Why the reader may not change them. */
  refusal: string | undefined;
};

/** The settings of one part, saved together; a reader who may not change them sees why. */
export function SettingsForm({ tab, values, refusal }: SettingsFormProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [touched, setTouched] = useState<Partial<Values>>({});
  const { save, pending } = useSaveSettings();
  const changes = SETTINGS[tab].flatMap((setting) => {
    const value = touched[setting.key];
    return value === undefined || value === values[setting.key] ? [] : [{ setting, value }];
  });
  const unsaved = changes.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (unsaved && !pending) void save(changes, () => setTouched({}));
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-3xl rounded-lg border bg-surface">
      <div className="grid gap-6 p-5">
        {refusal && <p className="text-quiet">You can read these settings. {refusal}</p>}
        {SETTINGS[tab].map((setting) => (
          <SettingSwitch
            key={setting.key}
            setting={setting}
            value={touched[setting.key] ?? values[setting.key]}
            refused={refusal !== undefined}
            onChange={(value) => setTouched((before) => ({ ...before, [setting.key]: value }))}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t px-5 py-3">
        <ExplainedButton
          ref={opener}
          type="submit"
          variant="primary"
          pending={pending}
          refusal={refusal ?? (unsaved || pending ? undefined : "Nothing has been changed.")}
          data-testid="save-changes"
        >
          Save changes
        </ExplainedButton>
        {unsaved && !pending && <Button onClick={() => setTouched({})}>Discard</Button>}
      </div>
      <UnsavedGuard unsaved={unsaved && !pending} opener={opener} />
    </form>
  );
}
