export const GROUPS_PATH = "/team/groups";
