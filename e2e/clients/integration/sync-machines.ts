import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { RoostClient, RoostError } from "./roost-client.ts";

/*
 * Makes the service users the same as the machines named as arguments: creates those that are
 * missing, each with a token that is written to a file of TOKEN_FOLDER, and deletes the others.
 */

type Made = { id: string };
type ServiceUser = Made & { name: string };
type NewToken = { plain_token: string };

const { ROOST_URL = "", ROOST_TOKEN = "", TOKEN_FOLDER = "." } = process.env;
const client = new RoostClient(ROOST_URL, ROOST_TOKEN);
const machines = process.argv.slice(2);

/** The id of the new one, also if only the answer of an earlier attempt was lost. */
async function createUser(name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true, auto_groups: [] };
  try {
    const made = await client.call<Made>("/api/users", { method: "POST", body, key: randomUUID() });
    return made.id;
  } catch (error) {
    if (error instanceof RoostError && error.resourceId !== undefined) return error.resourceId;
    throw error;
  }
}

/** The token of a lost answer cannot be read again: it is revoked, and another one created. */
async function createToken(user: string): Promise<string> {
  const tokens = `/api/users/${user}/tokens`;
  const create = { method: "POST", body: { name: "machine", expires_in: 90 } };
  try {
    const made = await client.call<NewToken>(tokens, { ...create, key: randomUUID() });
    return made.plain_token;
  } catch (error) {
    if (!(error instanceof RoostError) || error.resourceId === undefined) throw error;
    await client.call(`${tokens}/${error.resourceId}`, { method: "DELETE" });
    return createToken(user);
  }
}

const found: ServiceUser[] = [];
for await (const user of client.list<ServiceUser>("/api/users?service_user=true&page_size=2")) {
  found.push(user);
}
const missing = machines.filter((name) => !found.some((user) => user.name === name));
const unknown = found.filter(({ name }) => !machines.includes(name));
for (const name of missing) {
  const token = await createToken(await createUser(name));
  await writeFile(`${TOKEN_FOLDER}/${name}.token`, `${token}\n`, { mode: 0o600 });
}
for (const { id } of unknown) await client.call(`/api/users/${id}`, { method: "DELETE" });

const kept = found.length - unknown.length;
const counts = { created: missing.length, kept, deleted: unknown.length, retries: client.retries };
process.stdout.write(`${JSON.stringify(counts)}\n`);
