import { useId } from "react";
import { Switch } from "#components/ui/switch.tsx";
import type { SwitchSetting } from "./setting-labels.ts";

type SettingSwitchProps = {
  setting: SwitchSetting;
  value: boolean;
  refused: boolean;
  /** Why this setting cannot be changed, if the others can. */
  reason?: string | undefined;
  onChange: (value: boolean) => void;
};

/** A switch with the effect of its current value. */
export function SettingSwitch({ setting, value, refused, reason, onChange }: SettingSwitchProps) {
  const id = useId();
  const meaning = value ? setting.on : setting.off;
  return (
    <div className="flex items-start gap-3">
      <Switch
        id={id}
        checked={value}
        aria-disabled={refused || undefined}
        aria-describedby={`${id}-hint`}
        onCheckedChange={onChange}
        className="mt-0.5"
      />
      <div className="grid min-w-0 gap-1">
        <label htmlFor={id} className="font-medium">
          {setting.label}
        </label>
        <p id={`${id}-hint`} className="text-quiet">
          <span className="font-medium text-ink">{value ? "On." : "Off."}</span>{" "}
          {reason === undefined ? meaning : `${meaning} ${reason}`}
        </p>
      </div>
    </div>
  );
}
