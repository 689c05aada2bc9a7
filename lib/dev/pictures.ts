import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { database } from "#lib/db/database.ts";
import { startBenchServer } from "./bench/servers.ts";
import { openPicturesDatabase, prepareTeam } from "./pictures/prepare.ts";
import { launchBrowser, openWindow, PUBLIC_URL, signIn, takeScreens } from "./pictures/take.ts";
import { OWNER } from "./pictures/team.ts";

/*
 * `npm run pictures` takes the screenshots of the README and the guides: each main screen in light
 * and dark, with a temporary team.
 */

const folder = await mkdtemp(join(tmpdir(), "roost-pictures-"));
process.env.DATABASE_URL = `file:${join(folder, "roost.db")}`;
try {
  await openPicturesDatabase(process.env.DATABASE_URL);
  const server = await startBenchServer("lib/cli/start.ts", {
    cwd: repositoryRoot(),
    health: "/api/health/ready",
    env: {
      NEXTAUTH_URL: PUBLIC_URL,
      // The preparation comes from a documentation address.
      TRUSTED_PROXIES: "127.0.0.1",
      LOG_LEVEL: "warn",
    },
  });
  try {
    const browser = await launchBrowser(server.url);
    try {
      const page = await openWindow(browser);
      const pictures = join(repositoryRoot(), "docs/pictures");
      await takeScreens(page, pictures, "no-owner");
      await prepareTeam(OWNER);
      await takeScreens(page, pictures, "signed-out");
      await signIn(page);
      await takeScreens(page, pictures);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
} finally {
  await closeBcryptPool();
  await database().close();
  await rm(folder, { recursive: true, force: true });
}
