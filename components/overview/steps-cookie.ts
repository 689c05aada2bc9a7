/** The cookie that hides the first steps. */
export const STEPS_COOKIE = "roost-first-steps";
