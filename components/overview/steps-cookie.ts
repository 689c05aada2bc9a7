/** Set in the browsers of those who put the first steps away. */
export const STEPS_COOKIE = "roost-first-steps";
