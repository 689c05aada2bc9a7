import { type ActivityCode, isActivityCode } from "#lib/contract/activities.ts";
import type { EventView } from "#lib/contract/views.ts";
import { browserName } from "../shared/browser-name.ts";
import { isRole, roleName } from "../shared/role-labels.ts";

/** Text, or a name or value in the sentence; `id` belongs to the named user or group. */
export type SentencePart = string | { text: string; id?: string };

/**
 * Sentences by code: {…} is a name or value of the event; […] is left out if the event lacks one of
 * its values.
 */
const SENTENCES: Record<ActivityCode, string> = {
  "account.create": "{who} created the account",
  "account.delete": "{who} deleted the account",
  "account.dns.domain.update": "{who} changed the DNS domain[ from {before}][ to {after}]",
  "account.network.range.update": "{who} changed the network range[ from {before}][ to {after}]",
  "account.peer.inactivity.expiration.disable": "{who} turned off peer inactivity expiration",
  "account.peer.inactivity.expiration.enable": "{who} turned on peer inactivity expiration",
  "account.peer.inactivity.expiration.update":
    "{who} changed peer inactivity expiration[ from {before}][ to {after} seconds]",
  "account.setting.auto.update.always.disable": "{who} turned off forced updates",
  "account.setting.auto.update.always.enable": "{who} turned on forced updates",
  "account.setting.group.propagation.disable": "{who} turned off group propagation",
  "account.setting.group.propagation.enable": "{who} turned on group propagation",
  "account.setting.ipv6.disable": "{who} turned off IPv6",
  "account.setting.ipv6.enable": "{who} turned on IPv6",
  "account.setting.lazy.connection.disable": "{who} turned off lazy connections",
  "account.setting.lazy.connection.enable": "{who} turned on lazy connections",
  "account.setting.local.mfa.disable": "{who} turned off MFA for local users",
  "account.setting.local.mfa.enable": "{who} turned on MFA for local users",
  "account.setting.metrics.push.disable": "{who} turned off metrics push",
  "account.setting.metrics.push.enable": "{who} turned on metrics push",
  "account.setting.peer.approval.disable": "{who} turned off peer approval",
  "account.setting.peer.approval.enable": "{who} turned on peer approval",
  "account.setting.peer.expose.disable": "{who} turned off peer expose",
  "account.setting.peer.expose.enable": "{who} turned on peer expose",
  "account.setting.peer.login.expiration.disable": "{who} turned off peer login expiration",
  "account.setting.peer.login.expiration.enable": "{who} turned on peer login expiration",
  "account.setting.peer.login.expiration.update":
    "{who} changed peer login expiration[ from {before}][ to {after} seconds]",
  "account.setting.routing.peer.dns.resolution.disable":
    "{who} turned off DNS resolution on routing peers",
  "account.setting.routing.peer.dns.resolution.enable":
    "{who} turned on DNS resolution on routing peers",
  "account.setting.update": "{who} changed the setting[ {setting}][ from {before}][ to {after}]",
  "account.settings.auto.version.update":
    "{who} changed the auto-update version[ from {before}][ to {after}]",
  "dashboard.login": "{who} signed in",
  "dashboard.login.failed": "Failed sign-in as {tried}[: {reason}][, {attempts} within an hour]",
  "user.password.change.failed":
    "{who} entered a wrong current password[, {attempts} within an hour]",
  "dashboard.session.end": "{who} ended {whose} session[ in {browser}][ at {session_address}]",
  "dashboard.session.end.all": "{who} ended all {whose} sessions",
  "group.add": "{who} created group {group}",
  "group.delete": "{who} deleted group {group}",
  "group.update": "{who} renamed group[ {old_name} to] {group}",
  "netbird.create": "{who} created {forwarded} at NetBird[: {outcome}]",
  "netbird.delete": "{who} deleted {forwarded} at NetBird[: {outcome}]",
  "netbird.update": "{who} changed {forwarded} at NetBird[: {outcome}]",
  "peer.group.add": "{who} added {peers} to group {group}",
  "peer.group.delete": "{who} removed {peers} from group {group}",
  "personal.access.token.create": "{who} created access token[ {token}][ for {other}]",
  "personal.access.token.delete": "{who} revoked access token[ {token}][ of {other}]",
  "personal.access.token.leak": "Access token[ {token}][ of {other}] was reported as leaked",
  "personal.access.token.describe":
    "{who} changed the description of access token[ {token}][ of {other}]",
  "personal.access.token.narrow": "{who} limited access token[ {token}][ of {other}] further",
  "personal.access.token.disable": "{who} disabled access token[ {token}][ of {other}]",
  "personal.access.token.enable": "{who} enabled access token[ {token}][ of {other}]",
  "personal.access.token.rotate": "{who} rotated access token[ {token}][ of {other}]",
  "personal.access.token.activate": "{who} used the new secret of access token[ {token}]",
  "personal.access.token.old_secret_used": "{who} used an ended secret of access token[ {token}]",
  "personal.access.token.first_use": "{who} used access token[ {token}] for the first time",
  "personal.access.token.unused":
    "Access token[ {token}][ of {other}] is unused and will be disabled[ on {disabled_on}]",
  "personal.access.token.revocation.start":
    "{who} started to revoke all access tokens that match a filter[: {matched}]",
  "personal.access.token.revocation.end":
    "{who} ended the revocation of matching access tokens[: {revoked} revoked]",
  "dashboard.session.proof": "{who} confirmed their password",
  "protected.service.create": "{who} created protected service[ {name}]",
  "protected.service.update": "{who} changed[ the {setting} of] protected service[ {name}]",
  "protected.service.delete": "{who} deleted protected service[ {name}]",
  "personal.access.token.network_refused":
    "{who} was refused with access token[ {token}]: its networks do not allow the address",
  "resource.group.add": "{who} added {resources} to group {group}",
  "resource.group.delete": "{who} removed {resources} from group {group}",
  "service.user.contact.update":
    "{who} changed the contact of {service_user}[ from {contact_name_before}][ to {contact_to}]",
  "service.user.description.update": "{who} changed the description of {service_user}",
  "service.user.create": "{who} created service user {service_user}",
  "service.user.delete": "{who} deleted service user {service_user}",
  "service.user.review": "{who} reviewed the access of service user {service_user}",
  "transferred.owner.role": "{who} transferred ownership to {user}",
  "user.approve": "{who} approved {user}",
  "user.block": "{who} blocked {user}",
  "user.create": "{who} created user {user}",
  "user.delete": "{who} deleted user {user}",
  "user.group.add": "{who} added {user} to group[ {joined}]",
  "user.group.delete": "{who} removed {user} from group[ {joined}]",
  "user.invite": "{who} invited {user}",
  "user.invite.link.accept": "{who} accepted an invite[ as {role}]",
  "user.invite.link.create": "{who} invited {invited}[ as {role}]",
  "user.invite.link.delete": "{who} deleted the invite for {invited}",
  "user.invite.link.regenerate": "{who} resent the invite to {invited}",
  "user.join": "{who} joined",
  "user.name.update": "{who} renamed[ {name_before} to] {renamed}",
  "user.password.change": "{who} changed {whose} password",
  "user.password.reset": "{who} set a new password with a reset link",
  "user.password.reset.link.create": "{who} created a password reset link for {user}",
  "user.reject": "{who} rejected {user}",
  "user.role.update": "{who} changed the role of {user}[ from {role_before}][ to {role}]",
  "user.unblock": "{who} unblocked {user}",
};

/** An event as a sentence, in parts so that names can become links. */
export function eventSentence(event: EventView): SentencePart[] {
  const code = event.activityCode;
  if (!isActivityCode(code)) return [{ ...who(event) }, `: ${code}`];
  const template = SENTENCES[code].replace(/\[([^\]]+)\]/g, (_, words: string) =>
    namesIn(words).every((name) => partOf(event, name) !== undefined) ? words : "",
  );
  return template
    .split(/(\{\w+\})/)
    .filter((words) => words !== "")
    .map((words) => {
      const [name] = namesIn(words);
      return name === undefined ? words : (partOf(event, name) ?? { text: "something" });
    });
}

/** The sentence as plain text. */
export const sentenceText = (parts: readonly SentencePart[]): string =>
  parts.map((part) => (typeof part === "string" ? part : part.text)).join("");

const namesIn = (words: string): string[] =>
  [...words.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);

type Named = Exclude<SentencePart, string>;
type ReadValue = (event: EventView) => SentencePart | undefined;

const who = (event: EventView): Named => {
  const { initiatorName, initiatorEmail, initiatorId } = event;
  const name = initiatorName || initiatorEmail;
  if (initiatorId === "sys") return { text: name || "The system" };
  return { text: name || initiatorId, id: initiatorId };
};

const isSelf = ({ initiatorId, targetId }: EventView): boolean => initiatorId === targetId;

/** The target, by the first of these names that the event has, or by its ID. */
const target =
  (...names: string[]): ((event: EventView) => Named) =>
  ({ meta, targetId }) => {
    const value = names.map((name) => meta[name]).find(Boolean);
    return { text: value ?? targetId, id: targetId };
  };

const PERSON = ["username", "user_name", "email"] as const;

const role =
  (name: string): ReadValue =>
  ({ meta }) => {
    const value = meta[name];
    return textOf(isRole(value) ? roleName(value) : value);
  };

/** Recorded values with a readable form. */
const PLAIN_VALUES: Record<string, string> = {
  "": "nothing",
  "[]": "nothing",
  null: "nothing",
  true: "on",
  false: "off",
};

const setting =
  (name: string): ReadValue =>
  ({ meta }) => {
    const value = meta[name];
    return textOf(value === undefined ? value : (PLAIN_VALUES[value] ?? value));
  };

const counted =
  (noun: string): ReadValue =>
  ({ meta: { count } }) =>
    count ? { text: `${count} ${noun}${count === "1" ? "" : "s"}` } : `${noun}s`;

const textOf = (text: string | undefined): Named | undefined => (text ? { text } : undefined);

/** Of a change forwarded to NetBird, unless it was carried out. */
const OUTCOMES: Record<string, string> = {
  pending: "in progress",
  refused: "refused",
  failed: "failed",
  unknown: "outcome unknown",
};

/** The placeholders that are not simply the meta field of the same name. */
const VALUES: Record<string, ReadValue> = {
  who,
  user: (event) => (isSelf(event) ? "themselves" : target(...PERSON)(event)),
  other: (event) => (isSelf(event) ? undefined : target(...PERSON)(event)),
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
  contact_to: ({ meta: { contact: id, contact_name: text } }) =>
    id ? { text: text || id, id } : { text: "no one" },
  forwarded: ({ meta: { object_name: name, module }, targetId }) => {
    const object = name || targetId;
    const kind = module?.replaceAll(/[._]/g, " ");
    return { text: kind ? `${kind} ${object}` : object };
  },
  outcome: ({ meta: { outcome } }) => textOf(OUTCOMES[outcome ?? ""]),
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

const partOf = (event: EventView, name: string): SentencePart | undefined => {
  const read = VALUES[name];
  return read ? read(event) : textOf(event.meta[name]);
};
