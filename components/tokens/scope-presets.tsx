import { RadioCards } from "#components/ui/radio-cards.tsx";
import type { Chooser } from "#lib/policy/scope-choices.ts";
import { presetRefusal, SCOPE_PRESETS, type ScopePreset } from "#lib/policy/scope-presets.ts";
import { allowedClauses } from "#lib/policy/scope-sentence.ts";

const CUSTOM = { value: "custom", label: "Custom", explanation: "Choose rights one by one." };

type ScopePresetsProps = {
  holder: Chooser;
  /** The ID of the preset; `custom` for a choice of one's own. */
  value: string;
  onChange: (preset: ScopePreset | "custom") => void;
};

/** Presets of scopes as cards; those that are not offered are listed with the reason. */
export function ScopePresets({ holder, value, onChange }: ScopePresetsProps) {
  const judged = SCOPE_PRESETS.map((preset) => ({
    preset,
    refusal: presetRefusal(preset, holder),
  }));
  const cards = judged
    .filter(({ refusal }) => refusal === undefined)
    .map(({ preset }) => ({
      value: preset.id,
      label: preset.name,
      explanation: explanationOf(preset, holder),
    }));
  const refused = judged.filter(({ refusal }) => refusal !== undefined);
  const choose = (id: string) => onChange(SCOPE_PRESETS.find((one) => one.id === id) ?? "custom");
  return (
    <div className="grid gap-2">
      <RadioCards legend="Rights" value={value} cards={[...cards, CUSTOM]} onChange={choose} />
      {refused.length > 0 && (
        <details className="text-quiet text-xs">
          <summary className="py-1">
            {holder.within ? "More presets, beyond its scopes" : "More presets, beyond this role"}
          </summary>
          <ul className="mt-1 grid gap-1 pl-4">
            {refused.map(({ preset, refusal }) => (
              <li key={preset.id}>
                <span className="font-medium text-ink">{preset.name}</span>: {refusal}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function explanationOf({ scopes }: ScopePreset, holder: Chooser): string {
  if (scopes === null) return "Follows the role, also when it changes.";
  return allowedClauses(scopes, holder)
    .map(({ text }) => text)
    .join(" ");
}
