"use client";

import { useId, useState } from "react";
import { Switch } from "#components/ui/switch.tsx";
import { type Chooser, ROTATES_ITSELF, withScope } from "#lib/policy/scope-choices.ts";
import { presetOf, type ScopePreset } from "#lib/policy/scope-presets.ts";
import { isWithin, type Scopes } from "#lib/policy/scopes.ts";
import { ScopePresets } from "./scope-presets.tsx";
import { ScopeTable } from "./scope-table.tsx";
import { ServiceScopes } from "./service-scopes.tsx";

type ScopeControlProps = {
  holder: Chooser;
  scopes: Scopes;
  onChange: (scopes: Scopes) => void;
};

/** The choice of a token's scopes: a preset or, module by module, what it may do. */
export function ScopeControl({ holder, scopes, onChange }: ScopeControlProps) {
  const preset = presetOf(scopes);
  const [custom, setCustom] = useState(preset === undefined);
  const rotates = scopes?.includes(ROTATES_ITSELF) ?? false;
  const choose = (chosen: ScopePreset | "custom") => {
    setCustom(chosen === "custom");
    // One's own choice starts from the last preset.
    if (chosen === "custom") return onChange(scopes ?? []);
    onChange(chosen.scopes && withScope(chosen.scopes, ROTATES_ITSELF, rotates));
  };
  const value = custom || !preset ? "custom" : preset.id;
  return (
    <div className="grid gap-4">
      <ScopePresets holder={holder} value={value} onChange={choose} />
      {value === "custom" && scopes !== null && (
        <>
          <ScopeTable holder={holder} scopes={scopes} onChange={onChange} />
          <ServiceScopes holder={holder} scopes={scopes} onChange={onChange} />
        </>
      )}
      {scopes !== null && isWithin([ROTATES_ITSELF], holder.within ?? null) && (
        <SelfRotation
          checked={rotates}
          onChange={(wanted) => onChange(withScope(scopes, ROTATES_ITSELF, wanted))}
        />
      )}
    </div>
  );
}

type SelfRotationProps = { checked: boolean; onChange: (checked: boolean) => void };

function SelfRotation({ checked, onChange }: SelfRotationProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2.5">
      <Switch
        id={id}
        aria-describedby={`${id}-hint`}
        checked={checked}
        onCheckedChange={onChange}
        data-testid="scope-rotates-itself"
      />
      <span>
        <label htmlFor={id} className="cursor-pointer font-medium">
          Can rotate itself
        </label>{" "}
        <span id={`${id}-hint`} className="text-quiet text-xs">
          A script renews its own token.
        </span>
      </span>
    </div>
  );
}
