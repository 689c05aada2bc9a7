/** The group of all users. Its members cannot be changed, and it cannot be deleted. */
export const ALL_GROUP = "All";
