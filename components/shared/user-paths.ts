/** The page of a person or service user. */
export function userPath(user: { id: string; isServiceUser: boolean }): string {
  const list = user.isServiceUser ? SERVICE_USERS_PATH : USERS_PATH;
  return `${list}/${encodeURIComponent(user.id)}`;
}

export const USERS_PATH = "/team/users";
export const SERVICE_USERS_PATH = "/team/service-users";
export const PENDING_PATH = `${USERS_PATH}?status=pending`;
export const INVITES_PATH = `${USERS_PATH}?view=invites`;
