/** The host of every page under test. */
export const HOST = "127.0.0.1:3000";

/** The browser's cookies; tests set them by opening a page as a user. */
export const visitor = { cookie: "" };
