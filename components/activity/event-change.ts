import type { EventView } from "#lib/contract/views.ts";
import { isRole, roleName } from "../shared/role-labels.ts";
import { settingValue } from "../shared/setting-value.ts";

/** The changed field of an event with its values, formatted. */
export type EventChange = { what: string; before: string; after: string };

type Meta = EventView["meta"];
type ValueChange = { what: string; before: string | undefined; after: string | undefined };

/** The meta fields with values before and after. */
const READERS: readonly ((meta: Meta) => ValueChange)[] = [
  (meta) => ({ what: "Role", before: role(meta.role_before), after: role(meta.role) }),
  (meta) => ({ what: "Scopes", before: meta.scopes_before, after: meta.scopes }),
  (meta) => ({
    what: "Networks",
    before: meta.allowed_networks_before,
    after: meta.allowed_networks,
  }),
  (meta) => ({ what: "Name", before: meta.name_before, after: meta.name }),
  (meta) => ({
    what: "Contact",
    before: orNone(meta.contact_name_before),
    after: orNone(meta.contact_name),
  }),
  (meta) => ({
    what: "Description",
    before: orNone(meta.description_before),
    after: orNone(meta.description),
  }),
  (meta) => ({ what: "Name", before: meta.old_name, after: meta.new_name }),
  ({ setting = "", before, after }) => ({
    what: settingName(setting),
    before: valueText(setting, before),
    after: valueText(setting, after),
  }),
];

const ACTIVE = "Active";
const BLOCKED = "Blocked";

/** Changes that follow from the event code alone. */
const STATUS: Record<string, EventChange> = {
  "user.block": { what: "Status", before: ACTIVE, after: BLOCKED },
  "user.unblock": { what: "Status", before: BLOCKED, after: ACTIVE },
  "user.approve": { what: "Status", before: "Pending approval", after: ACTIVE },
};

/** The change of an event; undefined if it has none. */
export function eventChange({ activityCode, meta }: EventView): EventChange | undefined {
  for (const read of READERS) {
    const { what, before, after } = read(meta);
    if (before !== undefined && after !== undefined) return { what, before, after };
  }
  return STATUS[activityCode];
}

const orNone = (value: string | undefined) => (value === "" ? "None" : value);
const role = (value: string | undefined) => (isRole(value) ? roleName(value) : value);

/** "extra.peer_approval_enabled" → "Peer approval enabled". */
function settingName(setting: string): string {
  const words = (setting.split(".").at(-1) ?? "").replaceAll("_", " ");
  return words === "" ? "Setting" : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Strings are recorded as they are, other values as JSON; a long value is truncated and no longer JSON. */
function valueText(setting: string, recorded: string | undefined): string | undefined {
  if (recorded === undefined) return undefined;
  try {
    return settingValue(setting, JSON.parse(recorded));
  } catch {
    return settingValue(setting, recorded);
  }
}
