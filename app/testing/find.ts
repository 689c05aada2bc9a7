import { screen, waitFor, within } from "@testing-library/dom";
import type { openPage } from "./open-page.tsx";

/* How tests of pages speak of what a page shows. Whatever is found may still have to come. */

export type User = Awaited<ReturnType<typeof openPage>>;

export const byTestId = (id: string) => screen.findByTestId(id);

/** The texts of all elements with a test id, for `expect.poll`. */
export const textsOf = (id: string) => () =>
  screen.queryAllByTestId(id).map(({ textContent }) => textContent);

/** The rows that contain a text now, also those behind a dialog. */
export const rowsOf = (text: string) =>
  [...document.querySelectorAll("tr")].filter(({ textContent }) => textContent.includes(text));

/** The first row with a text. */
export async function rowOf(text: string): Promise<HTMLElement> {
  return waitFor(() => rowsOf(text)[0] ?? Promise.reject(new Error(`no row with ${text}`)));
}

/** The heading of the page, for `expect.poll`. */
export const heading = () => screen.queryByRole("heading", { level: 1 })?.textContent;

/** The titles of the notifications, the latest first, for `expect.poll`. */
export const notifications = textsOf("notification-title");

/** Replaces what is in a field. */
export async function fill(user: User, field: HTMLElement, text: string): Promise<void> {
  await user.clear(field);
  if (text !== "") await user.type(field, text);
}

/** Presses a button with a test id. */
export async function press(user: User, id: string, inside = document.body): Promise<void> {
  await user.click(await within(inside).findByTestId(id));
}
