import { SettingList } from "#components/shared/setting-list.tsx";
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
        <SettingList settings={passthroughSettings(settings)} />
      </div>
    </details>
  );
}
