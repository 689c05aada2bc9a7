import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";

/** Names that differ from the API's, which are NetBird's: one verb for each act. */
const OWN_NAMES: Partial<Record<ActivityCode, string>> = {
  "account.settings.auto.version.update": "Account auto-update version updated",
  "dashboard.login": "Signed in",
  "dashboard.login.failed": "Sign-in failed",
  "dashboard.session.end": "Session ended",
  "dashboard.session.end.all": "All sessions ended",
  "peer.group.add": "Peer added to group",
  "peer.group.delete": "Peer removed from group",
  "personal.access.token.create": "Access token created",
  "personal.access.token.delete": "Access token revoked",
  "personal.access.token.leak": "Leak reported",
  "personal.access.token.describe": "Access token description changed",
  "personal.access.token.narrow": "Access token narrowed",
  "personal.access.token.disable": "Access token disabled",
  "personal.access.token.enable": "Access token enabled",
  "personal.access.token.rotate": "Access token rotated",
  "personal.access.token.activate": "New secret of an access token used",
  "personal.access.token.old_secret_used": "Ended secret of an access token used",
  "personal.access.token.first_use": "Access token used for the first time",
  "personal.access.token.network_refused": "Access token refused from an address",
  "transferred.owner.role": "Ownership transferred",
  "user.group.add": "User added to group",
  "user.group.delete": "User removed from group",
  "user.invite.link.regenerate": "User invite resent",
};

/** The name of an event type in the dashboard. */
export const activityName = (code: ActivityCode): string => OWN_NAMES[code] ?? ACTIVITIES[code];
