import { useWrite } from "#components/shared/use-write.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { SettingsUpdate } from "./setting-change.ts";
import type { WireSettings } from "./setting-labels.ts";

/**
 * Saves changed settings. A PUT replaces all settings, so the account is read first and only these
 * changes are applied: concurrent changes of other users are kept.
 */
export function useSaveSettings() {
  const { write, refresh, pending } = useWrite();
  const save = async (changes: readonly SettingsUpdate[], onSaved: () => void): Promise<void> => {
    const read = await write("accounts.list");
    const account = read?.ok ? read.data[0] : undefined;
    if (account === undefined) return;
    const settings = changes.reduce((merged, change) => change(merged), account.settings);
    const saved = await write("accounts.update", {
      params: { accountId: account.id },
      body: { settings: toBody(settings), onboarding: account.onboarding },
    });
    if (!saved?.ok) return;
    notifySuccess({ title: "Settings saved" });
    refresh(onSaved);
  };
  return { save, pending };
}

/** The settings of a response as the body of a PUT: null becomes absent. */
function toBody({ peer_expose_groups, ipv6_enabled_groups, extra, ...others }: WireSettings) {
  const { network_traffic_logs_groups: logged, ...switches } = extra;
  return {
    ...others,
    peer_expose_groups: peer_expose_groups ?? undefined,
    ipv6_enabled_groups: ipv6_enabled_groups ?? undefined,
    extra: { ...switches, network_traffic_logs_groups: logged ?? undefined },
  };
}
