import type { Method } from "#lib/contract/routes.ts";
import { callApi } from "./api.ts";
import { freshDatabase } from "./database.ts";
import { seedAccount, useTestSettings } from "./seed.ts";
import { seedMember } from "./team.ts";

/** Calls the API with a token of the owner. */
export type OwnerApi = (method: Method, path: string, body?: unknown) => ReturnType<typeof callApi>;

/** A new account in a new database, for the tests of a file, with its owner. */
export async function newInstallation() {
  useTestSettings();
  await freshDatabase();
  const account = await seedAccount();
  const owner = await seedMember(account, { role: "owner", name: "First Owner" });
  const api: OwnerApi = (method, path, body) => callApi(method, path, { token: owner.token, body });
  return { account, owner, api };
}
