import { expect, test } from "../fixtures/test.ts";

type Manifest = { icons: { src: string; sizes: string; type: string }[] };

/** Width and height of a PNG, from its first chunk. */
const sizeOf = (png: Buffer) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

test("robots.txt keeps crawlers out, without a session", async ({ request }) => {
  const response = await request.get("/robots.txt");
  expect(response.status()).toBe(200);
  expect(await response.text()).toBe("User-agent: *\nDisallow: /\n");
});

test("a page names its icons and manifest, and each is served in its size", async ({
  page,
  request,
}) => {
  await page.goto("/sign-in");
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", "/icon.svg");
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveAttribute(
    "href",
    "/apple-touch-icon.png",
  );
  const address = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = await request.get(address ?? "");
  expect(manifest.headers()["content-type"]).toContain("application/manifest+json");
  const { icons } = (await manifest.json()) as Manifest;
  expect(icons.length).toBeGreaterThan(0);
  const apple = { src: "/apple-touch-icon.png", sizes: "180x180", type: "image/png" };
  for (const { src, sizes, type } of [...icons, apple]) {
    const icon = await request.get(src);
    expect(icon.headers()["content-type"], src).toBe(type);
    expect(sizeOf(await icon.body()), src).toBe(sizes);
  }
  expect((await request.get("/icon.svg")).status()).toBe(200);
});
