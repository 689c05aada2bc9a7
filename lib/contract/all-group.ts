/** The group that everybody belongs to; nobody can be added to it or take it away. */
export const ALL_GROUP = "All";
