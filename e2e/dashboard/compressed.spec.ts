import type { Response } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

const codingOf = (response: Response) => response.headers()["content-encoding"];

test("a list and its scripts and styles arrive compressed, and work", async ({
  ownerPage: page,
}) => {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  const list = await page.goto("/team/users", { waitUntil: "networkidle" });
  expect(list && codingOf(list)).toBe("br");
  const files = responses.filter((response) =>
    ["script", "stylesheet"].includes(response.request().resourceType()),
  );
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const { "content-length": length = "0", ...headers } = file.headers();
    // A few are too short to gain.
    if (Number(length) < 1000 && codingOf(file) === undefined) continue;
    expect(codingOf(file), file.url()).toBe("br");
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  }
  await page.getByTestId("table-filters-button").click();
  await expect(page.getByRole("dialog", { name: "Filters" })).toBeVisible();
  const data = page.waitForResponse((response) => response.request().headers().rsc === "1");
  await page.keyboard.press("Escape");
  await page.getByTestId("table-search-input").fill("owner");
  expect(codingOf(await data)).toBe("br");
});

test("the framework's uncompressed file has the type of the compressed one", async ({
  page,
  request,
}) => {
  await page.goto("/sign-in");
  const selectors = { script: "script[src]", style: 'link[rel="stylesheet"]' };
  for (const selector of Object.values(selectors)) {
    const url = await page
      .locator(selector)
      .first()
      .evaluate(
        (element) => (element as HTMLScriptElement).src || (element as HTMLLinkElement).href,
      );
    const get = (coding: string) => request.get(url, { headers: { "accept-encoding": coding } });
    const [plain, compressed] = [await get("identity"), await get("gzip")];
    expect(plain.headers()["content-encoding"]).toBeUndefined();
    expect(compressed.headers()["content-encoding"]).toBe("gzip");
    for (const name of ["content-type", "cache-control", "vary"]) {
      expect(compressed.headers()[name], name).toBe(plain.headers()[name]);
    }
    expect(await compressed.text()).toBe(await plain.text());
  }
});

test("the sign-in page is not compressed", async ({ page }) => {
  const response = await page.goto("/sign-in");
  expect(response && codingOf(response)).toBeUndefined();
});
