import { settingValue } from "./setting-value.ts";

/** Settings by their names in the API, with values in words; read-only. */
export function SettingList({
  settings,
}: {
  settings: readonly { name: string; value: unknown }[];
}) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(0,22rem)_1fr]">
      {settings.map(({ name, value }) => (
        <div key={name} className="grid gap-0.5 sm:contents">
          <dt className="break-all font-mono text-[0.8125rem] text-quiet">{name}</dt>
          <dd className="min-w-0 break-words">{settingValue(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}
