import { useWrite } from "#components/shared/use-write.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { SETTINGS, SettingsUpdate } from "./setting-labels.ts";

type WireSettings = OperationAnswer<"accounts.update">["settings"];

/** Saves changed settings of a tab; concurrent changes of other users are kept. */
export function useSaveSettings(tab: keyof typeof SETTINGS) {
  const { write, refresh, pending } = useWrite();
  const send = async (changes: SettingsUpdate) => {
    if (tab === "authentication") return write("roost.settings.update", { body: changes });
    // A PUT of the account replaces all settings, so they are read first.
    const read = await write("accounts.list");
    const account = read?.ok ? read.data[0] : undefined;
    if (account === undefined) return null;
    return write("accounts.update", {
      params: { accountId: account.id },
      body: {
        settings: toBody({ ...account.settings, ...changes }),
        onboarding: account.onboarding,
      },
    });
  };
  const save = async (changes: SettingsUpdate, onSaved: () => void): Promise<void> => {
    const saved = await send(changes);
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
