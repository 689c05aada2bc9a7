import type { EventView } from "#lib/contract/views.ts";
import { isRole, roleName } from "../shared/role-labels.ts";
import { settingValue } from "../shared/setting-value.ts";

/** What an event replaced, in words. */
export type EventChange = { what: string; before: string; after: string };

type Meta = EventView["meta"];
type ValueChange = { what: string; before: string | undefined; after: string | undefined };

/** Where the events that hold values before and after hold them. */
const HELD: readonly ((meta: Meta) => ValueChange)[] = [
  (meta) => ({ what: "Role", before: role(meta.role_before), after: role(meta.role) }),
  (meta) => ({ what: "Name", before: meta.name_before, after: meta.name }),
  (meta) => ({ what: "Name", before: meta.old_name, after: meta.new_name }),
  ({ setting = "", before, after }) => ({
    what: settingName(setting),
    before: valueText(setting, before),
    after: valueText(setting, after),
  }),
];

const ACTIVE = "Active";
const BLOCKED = "Blocked";

/** What follows from the code alone. */
const STATUS: Record<string, EventChange> = {
  "user.block": { what: "Status", before: ACTIVE, after: BLOCKED },
  "user.unblock": { what: "Status", before: BLOCKED, after: ACTIVE },
  "user.approve": { what: "Status", before: "Waiting for approval", after: ACTIVE },
};

/** Value before and after; undefined where the event has none. */
export function eventChange({ activityCode, meta }: EventView): EventChange | undefined {
  for (const read of HELD) {
    const { what, before, after } = read(meta);
    if (before !== undefined && after !== undefined) return { what, before, after };
  }
  return STATUS[activityCode];
}

const role = (value: string | undefined) => (isRole(value) ? roleName(value) : value);

/** "extra.peer_approval_enabled" → "Peer approval enabled". */
function settingName(setting: string): string {
  const words = (setting.split(".").at(-1) ?? "").replaceAll("_", " ");
  return words === "" ? "Setting" : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Texts are recorded as they are, everything else as JSON; a long value is cut and no JSON any more. */
function valueText(setting: string, recorded: string | undefined): string | undefined {
  if (recorded === undefined) return undefined;
  try {
    return settingValue(setting, JSON.parse(recorded));
  } catch {
    return settingValue(setting, recorded);
  }
}
