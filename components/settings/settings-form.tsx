"use client";

import { type FormEvent, useRef, useState } from "react";
import { UnsavedGuard } from "#components/shared/unsaved-guard.tsx";
import { Button } from "#components/ui/button.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { changeOf, numberText, type Touched } from "./setting-change.ts";
import { SettingChoice } from "./setting-choice.tsx";
import { SETTINGS, type Setting, type SettingValues } from "./setting-labels.ts";
import { SettingNumber } from "./setting-number.tsx";
import { SettingSwitch } from "./setting-switch.tsx";
import { useSaveSettings } from "./use-save-settings.ts";

type SettingsFormProps = {
  tab: keyof typeof SETTINGS;
  /** The stored values. */
  values: SettingValues;
  /** Why the reader may not change them. */
  refusal: string | undefined;
  /** Reasons for settings that a reader may not change although they may change the others. */
  reasons?: Partial<Record<Setting["key"], string>>;
};

/** The settings of one tab, saved together; read-only with the reason without the right. */
export function SettingsForm({ tab, values, refusal, reasons = {} }: SettingsFormProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [touched, setTouched] = useState<Touched>({});
  // Errors are shown from the first attempt to save.
  const [tried, setTried] = useState(false);
  const { save, pending } = useSaveSettings(tab);
  const found = SETTINGS[tab].map((setting) => changeOf(setting, values, touched));
  const changes = found.filter((change) => typeof change === "object");
  const firstWrong = SETTINGS[tab][found.indexOf("wrong")];
  const unsaved = found.some((change) => change !== undefined);
  const forget = () => {
    setTouched({});
    setTried(false);
  };
  const touch = (key: Setting["key"], value: boolean | string) =>
    setTouched((before) => ({ ...before, [key]: value }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(firstWrong !== undefined);
    if (firstWrong) return focusField(event.currentTarget, firstWrong.key);
    if (unsaved && !pending) void save(Object.assign({}, ...changes), forget);
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-3xl rounded-lg border bg-surface">
      <div className="grid gap-6 p-5">
        {refusal && <p className="text-quiet">Read-only. {refusal}</p>}
        {SETTINGS[tab].map((setting, index) =>
          setting.kind === "choice" ? (
            <SettingChoice
              key={setting.key}
              setting={setting}
              value={String(touched[setting.key] ?? values[setting.key])}
              refusal={refusal}
              onChange={(value) => touch(setting.key, value)}
            />
          ) : setting.kind === "switch" ? (
            <SettingSwitch
              key={setting.key}
              setting={setting}
              value={
                touched[setting.key] === undefined
                  ? values[setting.key]
                  : touched[setting.key] === true
              }
              refused={(refusal ?? reasons[setting.key]) !== undefined}
              reason={refusal === undefined ? reasons[setting.key] : undefined}
              onChange={(value) => touch(setting.key, value)}
            />
          ) : (
            <SettingNumber
              key={setting.key}
              setting={setting}
              text={numberText(setting, values, touched)}
              wrong={tried && found[index] === "wrong"}
              reason={refusal === undefined ? reasons[setting.key] : undefined}
              refused={(refusal ?? reasons[setting.key]) !== undefined}
              onChange={(text) => touch(setting.key, text)}
            />
          ),
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t px-5 py-3">
        <GuardedButton
          ref={opener}
          type="submit"
          variant="primary"
          pending={pending}
          disabledReason={refusal ?? (unsaved || pending ? undefined : "No changes to save.")}
          data-testid="save-changes"
        >
          Save changes
        </GuardedButton>
        {unsaved && !pending && <Button onClick={forget}>Discard</Button>}
      </div>
      <UnsavedGuard unsaved={unsaved && !pending} opener={opener} />
    </form>
  );
}

function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
