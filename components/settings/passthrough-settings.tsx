import type { AccountSettings } from "#lib/contract/account.ts";
import { passthroughSettings } from "./passthrough-values.ts";

/** Settings that Roost stores for NetBird clients without acting on them; read-only. */
export function PassthroughSettings({ settings }: { settings: AccountSettings }) {
  return (
    <details className="mt-6 rounded-lg border bg-surface">
      <summary className="cursor-pointer rounded-lg px-5 py-3 font-medium hover:bg-sunken">
        NetBird compatibility
      </summary>
      <div className="grid gap-4 border-t px-5 py-4">
        <p className="max-w-2xl text-quiet">
          Stored for NetBird API clients. Roost does not act on these.
        </p>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(0,22rem)_1fr]">
          {passthroughSettings(settings).map(({ name, value }) => (
            <div key={name} className="grid gap-0.5 sm:contents">
              <dt className="break-all font-mono text-[0.8125rem] text-quiet">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
