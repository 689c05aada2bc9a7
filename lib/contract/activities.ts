/** Activity codes and texts of the audit log (contract 2.12). */
export const ACTIVITIES = {
  "account.create": "Account created",
  "dashboard.login": "Dashboard login",
  "personal.access.token.create": "Personal access token created",
  "personal.access.token.delete": "Personal access token deleted",
  "service.user.create": "Service user created",
  "service.user.delete": "Service user deleted",
  "transferred.owner.role": "Transferred owner role",
  "user.approve": "User approved",
  "user.block": "User blocked",
  "user.create": "User created",
  "user.delete": "User deleted",
  "user.group.add": "Group added to user",
  "user.group.delete": "Group removed from user",
  "user.invite.link.accept": "User invite link accepted",
  "user.invite.link.create": "User invite link created",
  "user.invite.link.delete": "User invite link deleted",
  "user.invite.link.regenerate": "User invite link regenerated",
  "user.name.update": "User renamed",
  "user.password.change": "User password changed",
  "user.reject": "User rejected",
  "user.role.update": "User role updated",
  "user.unblock": "User unblocked",
} as const;

export type ActivityCode = keyof typeof ACTIVITIES;
