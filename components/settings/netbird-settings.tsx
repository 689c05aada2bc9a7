import type { ComponentProps } from "react";
import { SettingList } from "#components/shared/setting-list.tsx";
import { Code } from "#components/ui/code.tsx";

/** The settings of the NetBird server, read-only. */
export function NetBirdSettings({ settings }: ComponentProps<typeof SettingList>) {
  return (
    <div className="grid max-w-3xl gap-4 rounded-lg border bg-surface p-5">
      <p className="text-quiet">
        Read-only. Change them in NetBird's dashboard or with{" "}
        <Code className="text-ink">PUT /api/accounts/{"{accountId}"}</Code>.
      </p>
      <SettingList settings={settings} />
    </div>
  );
}
