/** Activity codes and texts of the audit log (contract 2.12). */
export const ACTIVITIES = {
  "account.create": "Account created",
  "dashboard.login": "Dashboard login",
  "group.add": "Group created",
  "personal.access.token.create": "Personal access token created",
  "personal.access.token.delete": "Personal access token deleted",
  "service.user.create": "Service user created",
  "service.user.delete": "Service user deleted",
  "transferred.owner.role": "Transferred owner role",
  "user.block": "User blocked",
  "user.create": "User created",
  "user.delete": "User deleted",
  "user.group.add": "Group added to user",
  "user.group.delete": "Group removed from user",
  "user.role.update": "User role updated",
  "user.unblock": "User unblocked",
} as const;

export type ActivityCode = keyof typeof ACTIVITIES;
