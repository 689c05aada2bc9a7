import { type ActivityCode, isActivityCode } from "#lib/contract/activities.ts";
import type { EventView } from "#lib/contract/views.ts";
import { browserName } from "../shared/browser-name.ts";
import { isRole, roleName } from "../shared/role-labels.ts";

/** Words of a sentence, or a name or value in it; `id` is that of the user or group it names. */
export type SentencePart = string | { text: string; id?: string };

/**
 * What happened, by code: {…} is a name or value of the event, and what stands in […] is left out
 * where the event does not tell it.
 */
const SENTENCES: Record<ActivityCode, string> = {
  "account.create": "{who} created the account",
  "account.delete": "{who} deleted the account",
  "account.dns.domain.update": "{who} changed the DNS domain[ from {before}][ to {after}]",
  "account.network.range.update": "{who} changed the network range[ from {before}][ to {after}]",
  "account.peer.inactivity.expiration.disable": "{who} turned off the expiration of inactive peers",
  "account.peer.inactivity.expiration.enable": "{who} turned on the expiration of inactive peers",
  "account.peer.inactivity.expiration.update":
    "{who} changed when inactive peers expire[ from {before}][ to {after} seconds]",
  "account.setting.auto.update.always.disable": "{who} turned off forced updates",
  "account.setting.auto.update.always.enable": "{who} turned on forced updates",
  "account.setting.group.propagation.disable": "{who} turned off the propagation of groups",
  "account.setting.group.propagation.enable": "{who} turned on the propagation of groups",
  "account.setting.ipv6.disable": "{who} turned off IPv6",
  "account.setting.ipv6.enable": "{who} turned on IPv6",
  "account.setting.lazy.connection.disable": "{who} turned off lazy connections",
  "account.setting.lazy.connection.enable": "{who} turned on lazy connections",
  "account.setting.local.mfa.disable": "{who} turned off the second factor for local users",
  "account.setting.local.mfa.enable": "{who} turned on the second factor for local users",
  "account.setting.metrics.push.disable": "{who} turned off the sending of metrics",
  "account.setting.metrics.push.enable": "{who} turned on the sending of metrics",
  "account.setting.peer.approval.disable": "{who} turned off the approval of peers",
  "account.setting.peer.approval.enable": "{who} turned on the approval of peers",
  "account.setting.peer.expose.disable": "{who} turned off the exposing of services by peers",
  "account.setting.peer.expose.enable": "{who} turned on the exposing of services by peers",
  "account.setting.peer.login.expiration.disable": "{who} turned off the expiration of peer logins",
  "account.setting.peer.login.expiration.enable": "{who} turned on the expiration of peer logins",
  "account.setting.peer.login.expiration.update":
    "{who} changed when peer logins expire[ from {before}][ to {after} seconds]",
  "account.setting.routing.peer.dns.resolution.disable":
    "{who} turned off DNS resolution on routing peers",
  "account.setting.routing.peer.dns.resolution.enable":
    "{who} turned on DNS resolution on routing peers",
  "account.setting.update": "{who} changed the setting[ {setting}][ from {before}][ to {after}]",
  "account.settings.auto.version.update":
    "{who} changed the version for automatic updates[ from {before}][ to {after}]",
  "dashboard.login": "{who} signed in",
  "dashboard.login.failed": "A sign-in as {tried} failed[: {reason}][, {attempts} within an hour]",
  "user.password.change.failed": "{who} gave a wrong current password[, {attempts} within an hour]",
  "dashboard.session.end": "{who} ended {whose} session[ in {browser}][ at {session_address}]",
  "dashboard.session.end.all": "{who} ended all {whose} sessions",
  "group.add": "{who} created the group {group}",
  "group.delete": "{who} deleted the group {group}",
  "group.update": "{who} renamed the group[ {old_name} to] {group}",
  "peer.group.add": "{who} added {peers} to the group {group}",
  "peer.group.delete": "{who} removed {peers} from the group {group}",
  "personal.access.token.create": "{who} created the access token[ {token}] for {user}",
  "personal.access.token.delete": "{who} deleted the access token[ {token}] of {user}",
  "personal.access.token.first_use": "{who} used the access token[ {token}] for the first time",
  "resource.group.add": "{who} added {resources} to the group {group}",
  "resource.group.delete": "{who} removed {resources} from the group {group}",
  "service.user.create": "{who} created the service user {service_user}",
  "service.user.delete": "{who} deleted the service user {service_user}",
  "transferred.owner.role": "{who} transferred the ownership to {user}",
  "user.approve": "{who} approved {user}",
  "user.block": "{who} blocked {user}",
  "user.create": "{who} created the user {user}",
  "user.delete": "{who} deleted the user {user}",
  "user.group.add": "{who} added {user} to the group[ {joined}]",
  "user.group.delete": "{who} removed {user} from the group[ {joined}]",
  "user.invite": "{who} invited {user}",
  "user.invite.link.accept": "{who} accepted an invite[ as {role}]",
  "user.invite.link.create": "{who} invited {invited}[ as {role}]",
  "user.invite.link.delete": "{who} deleted the invite of {invited}",
  "user.invite.link.regenerate": "{who} made a new invite link for {invited}",
  "user.join": "{who} joined",
  "user.name.update": "{who} renamed[ {name_before} to] {renamed}",
  "user.password.change": "{who} changed {whose} password",
  "user.password.reset": "{who} set a new password with a reset link",
  "user.password.reset.link.create": "{who} created a password reset link for {user}",
  "user.reject": "{who} rejected {user}",
  "user.role.update": "{who} changed the role of {user}[ from {role_before}][ to {role}]",
  "user.unblock": "{who} unblocked {user}",
};

/** Who did what to whom, as parts of which the names can be shown as links. */
export function eventSentence(event: EventView): SentencePart[] {
  const code = event.activityCode;
  if (!isActivityCode(code)) return [{ ...who(event) }, `: ${code}`];
  const template = SENTENCES[code].replace(/\[([^\]]+)\]/g, (_, words: string) =>
    namesIn(words).every((name) => tellOf(event, name) !== undefined) ? words : "",
  );
  return template
    .split(/(\{\w+\})/)
    .filter((words) => words !== "")
    .map((words) => {
      const [name] = namesIn(words);
      return name === undefined ? words : (tellOf(event, name) ?? { text: "something" });
    });
}

/** The sentence as plain text. */
export const sentenceText = (parts: readonly SentencePart[]): string =>
  parts.map((part) => (typeof part === "string" ? part : part.text)).join("");

const namesIn = (words: string): string[] =>
  [...words.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);

type Named = Exclude<SentencePart, string>;
type Tell = (event: EventView) => SentencePart | undefined;

const who = (event: EventView): Named => {
  const { initiatorName, initiatorEmail, initiatorId } = event;
  const name = initiatorName || initiatorEmail;
  if (initiatorId === "sys") return { text: name || "The system" };
  return { text: name || initiatorId, id: initiatorId };
};

const isSelf = ({ initiatorId, targetId }: EventView): boolean => initiatorId === targetId;

/** The target, by the first of these names that the event has; by its id where it has none. */
const target =
  (...names: string[]): ((event: EventView) => Named) =>
  ({ meta, targetId }) => {
    const value = names.map((name) => meta[name]).find(Boolean);
    return { text: value ?? targetId, id: targetId };
  };

const PERSON = ["username", "user_name", "email"] as const;

const role =
  (name: string): Tell =>
  ({ meta }) => {
    const value = meta[name];
    return textOf(isRole(value) ? roleName(value) : value);
  };

/** Recorded values that are no words. */
const PLAIN_VALUES: Record<string, string> = {
  "": "nothing",
  "[]": "nothing",
  null: "nothing",
  true: "on",
  false: "off",
};

const setting =
  (name: string): Tell =>
  ({ meta }) => {
    const value = meta[name];
    return textOf(value === undefined ? value : (PLAIN_VALUES[value] ?? value));
  };

const counted =
  (noun: string): Tell =>
  ({ meta: { count } }) =>
    count ? { text: `${count} ${noun}${count === "1" ? "" : "s"}` } : `${noun}s`;

const textOf = (text: string | undefined): Named | undefined => (text ? { text } : undefined);

/** The names that mean more than the meta field they are called after. */
const TELL: Record<string, Tell> = {
  who,
  user: (event) => (isSelf(event) ? "themselves" : target(...PERSON)(event)),
  whose: (event) => {
    const { text, id } = target(...PERSON)(event);
    return isSelf(event) ? "their own" : { text: `${text}’s`, ...(id ? { id } : {}) };
  },
  service_user: target("username", "user_name", "name"),
  renamed: target("name", ...PERSON),
  tried: ({ meta, targetId }) => {
    const known = meta.username || meta.user_name;
    return known ? { text: known, id: targetId } : { text: meta.email || "an unknown user" };
  },
  token: ({ meta: { name, target_token_id: id } }) =>
    name ? { text: name, ...(id ? { id } : {}) } : undefined,
  invited: ({ meta, targetId }) => ({ text: meta.email || targetId }),
  group: target("new_name", "group", "name"),
  joined: ({ meta: { group, group_id: id } }) => {
    const text = group || id;
    return text ? { text, ...(id ? { id } : {}) } : undefined;
  },
  peers: counted("peer"),
  resources: counted("resource"),
  role: role("role"),
  role_before: role("role_before"),
  before: setting("before"),
  after: setting("after"),
  reason: ({ meta: { reason } }) => reason?.replaceAll("_", " ") || undefined,
  attempts: ({ meta: { attempts } }) =>
    attempts && attempts !== "1" ? `${attempts} attempts` : undefined,
  browser: ({ meta: { session_user_agent: agent } }) => textOf(agent && browserName(agent)),
};

const tellOf = (event: EventView, name: string): SentencePart | undefined => {
  const tell = TELL[name];
  return tell ? tell(event) : textOf(event.meta[name]);
};
