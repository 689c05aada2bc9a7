import type { Page } from "@playwright/test";
import { INVITES_PATH } from "#lib/contract/page-paths.ts";
import { OTHER_PAGES, PAGES } from "#lib/contract/pages.ts";
import { weighScripts } from "#lib/dev/bench-pages/scripts.ts";
import { fillLists, ROWS } from "../fixtures/full-lists.ts";
import { createPerson } from "../fixtures/people.ts";
import { expect, signInWithoutForm, test } from "../fixtures/test.ts";

const MOST_KILOBYTES = { scripts: 200, html: 120 };
const LISTS = Object.values(PAGES).filter(({ list }) => list);

test.use({ installation: "page-weight" });

/** That a page is the one asked for and loads fewer scripts than the limit before it is idle. */
async function expectLight(page: Page, path: string): Promise<void> {
  const weigh = weighScripts(page);
  await page.goto(path, { waitUntil: "networkidle" });
  expect(new URL(page.url()).pathname).toBe(path);
  const { first } = await weigh();
  expect(first / 1000, path).toBeLessThan(MOST_KILOBYTES.scripts);
  expect(first, path).toBeGreaterThan(0);
}

test("before there is an owner, the setup loads less than 200 kB of scripts, gzipped", async ({
  page,
}) => {
  await expectLight(page, OTHER_PAGES.setup);
});

for (const { path } of Object.values(PAGES)) {
  test(`${path} loads less than 200 kB of scripts, gzipped`, async ({ ownerPage }) => {
    await expectLight(ownerPage, path);
  });
}

test("the page of a user loads less than 200 kB of scripts, gzipped, of its own user and of a service user too", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const body = { name: "light", role: "user", is_service_user: true };
  const made = await api("POST", "/api/users", { token: owner.token, body });
  await expectLight(page, `${PAGES.users.path}/${owner.id}`);
  await expectLight(page, `${PAGES.serviceUsers.path}/${made.body.id}`);
});

test("the pages without the dashboard load less than 200 kB of scripts, gzipped", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const { token } = owner;
  await expectLight(page, OTHER_PAGES.signIn);
  const invite = { name: "Light", email: "light@example.test", role: "user", auto_groups: [] };
  const invited = await api("POST", "/api/users/invites", { token, body: invite });
  await expectLight(page, OTHER_PAGES.invite.replace("{token}", invited.body.invite_token));
  const person = await createPerson(api, token, "user", "Light Person");
  await signInWithoutForm(page, roost, person);
  await expectLight(page, OTHER_PAGES.changePassword);
});

test("a reset link's page loads less than 200 kB of scripts, gzipped", async ({
  ownerPage,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "Forgetful");
  const path = `/api/users/${person.id}/password-reset`;
  const made = await ownerPage.request.post(path, { headers: { "sec-fetch-site": "same-origin" } });
  const { reset_token } = await made.json();
  await ownerPage.context().clearCookies();
  await expectLight(ownerPage, OTHER_PAGES.passwordReset.replace("{token}", reset_token));
});

test(`a list of ${ROWS} rows is at most 120 kB of HTML, its data for the browser included`, async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const serviceUser = `${PAGES.serviceUsers.path}/${await fillLists(roost, api, owner)}`;
  for (const path of [...LISTS.map((list) => list.path), INVITES_PATH, serviceUser]) {
    const html = await (await page.request.get(path)).text();
    const body = html.slice(html.indexOf("<tbody"), html.indexOf("</tbody>"));
    expect(body.split("<tr").length - 1, path).toBe(ROWS);
    expect(Buffer.byteLength(html) / 1000, path).toBeLessThan(MOST_KILOBYTES.html);
  }
});
