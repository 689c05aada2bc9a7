import { randomUUID } from "node:crypto";
import { newXid } from "#lib/crypto/xid.ts";
import { type Call, type Handler, Refusal, record } from "./call.ts";
import type { JsonObject } from "./go-json.ts";
import { objectsAt } from "./state.ts";

const LIST = "/api/setup-keys";
const SHOWN = 5;

/** Only the answer to its creation shows a key. */
const masked = (key: JsonObject): JsonObject => ({
  ...key,
  key: `${String(key.key).slice(0, SHOWN)}****`,
});

function keyOf({ state, params }: Call): JsonObject {
  const key = objectsAt(state, LIST).get(params.keyId ?? "");
  if (key === undefined) throw new Refusal(404, `setup key: ${params.keyId} not found`);
  return key;
}

const create: Handler = (call) => {
  const { state, body } = call;
  const { name, type, auto_groups: groups = [], usage_limit: limit = 0 } = body;
  if (name === undefined || name === "") throw new Refusal(422, "setup key name can't be empty");
  if (type !== "reusable" && type !== "one-off") {
    throw new Refusal(422, `unknown setup key type ${type}`);
  }
  const unknown = (groups as string[]).find((id) => !state.objects.get("/api/groups")?.has(id));
  if (unknown !== undefined) throw new Refusal(404, `group: ${unknown} not found`);
  const id = newXid();
  const made: JsonObject = {
    ...{ id, key: randomUUID().toUpperCase(), name, type, state: "valid", valid: true },
    ...{ revoked: false, used_times: 0, last_used: "0001-01-01T00:00:00Z", auto_groups: groups },
    expires: new Date(Date.now() + Number(body.expires_in) * 1000).toISOString(),
    updated_at: new Date().toISOString(),
    // 0: without a limit.
    usage_limit: type === "one-off" ? 1 : limit,
    ephemeral: body.ephemeral === true,
    allow_extra_dns_labels: body.allow_extra_dns_labels === true,
  };
  objectsAt(state, LIST).set(id, made);
  record(call, "setupkey.add", id, { name: String(name) });
  return made;
};

const update: Handler = (call) => {
  const key = keyOf(call);
  Object.assign(key, { revoked: call.body.revoked, auto_groups: call.body.auto_groups });
  record(call, call.body.revoked ? "setupkey.revoke" : "setupkey.update", String(key.id));
  return masked(key);
};

const remove: Handler = (call) => {
  const { id } = keyOf(call);
  objectsAt(call.state, LIST).delete(String(id));
  record(call, "setupkey.delete", String(id));
  return {};
};

/** The operations on setup keys. */
export const setupKeyHandlers: Record<string, Handler> = {
  "GET /api/setup-keys": ({ state }) => [...objectsAt(state, LIST).values()].map(masked),
  "POST /api/setup-keys": create,
  "GET /api/setup-keys/{keyId}": (call) => masked(keyOf(call)),
  "PUT /api/setup-keys/{keyId}": update,
  "DELETE /api/setup-keys/{keyId}": remove,
};
