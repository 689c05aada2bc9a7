import { newXid } from "#lib/crypto/xid.ts";
import { type Call, type Handler, Refusal, record } from "./call.ts";
import type { Json, JsonObject } from "./go-json.ts";
import { objectsAt } from "./state.ts";

const LIST = "/api/groups";

const orNull = (list: Json[]) => (list.length === 0 ? null : list);
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

function toWire({ state }: Call, group: JsonObject) {
  const peers = listOf(group.peers).flatMap((id) => {
    const peer = objectsAt(state, "/api/peers").get(String(id));
    return peer ? [{ id: peer.id ?? "", name: peer.name ?? "" }] : [];
  });
  const resources = listOf(group.resources);
  return {
    ...{ id: group.id, name: group.name, issued: group.issued },
    ...{ peers: orNull(peers), peers_count: peers.length },
    ...{ resources: orNull(resources), resources_count: resources.length },
  };
}

function groupOf({ state, params }: Call, status = 404): JsonObject {
  const group = objectsAt(state, LIST).get(params.groupId ?? "");
  if (group === undefined) throw new Refusal(status, `group: ${params.groupId} not found`);
  return group;
}

const list: Handler = (call) => {
  const groups = [...objectsAt(call.state, LIST).values()];
  const name = call.query.get("name");
  if (name === null || name === "") return groups.map((group) => toWire(call, group));
  const named = groups.find((group) => group.name === name);
  if (named === undefined) throw new Refusal(404, `group: ${name} not found`);
  return [toWire(call, named)];
};

const content = ({ body }: Call) => ({
  ...{ name: String(body.name ?? ""), peers: listOf(body.peers) },
  resources: listOf(body.resources),
});

const create: Handler = (call) => {
  const { name, peers, resources } = content(call);
  if (name === "") throw new Refusal(422, "group name shouldn't be empty");
  const groups = objectsAt(call.state, LIST);
  if ([...groups.values()].some((group) => group.name === name)) {
    throw new Refusal(409, `group with name ${name} already exists`);
  }
  const id = newXid();
  const group = { id, name, issued: "api", peers, resources };
  groups.set(id, group);
  record(call, "group.add", id, { name });
  return toWire(call, group);
};

const update: Handler = (call) => {
  const group = groupOf(call);
  if (group.name === "All") throw new Refusal(422, "updating group all is not allowed");
  const { name, peers, resources } = content(call);
  if (name === "") throw new Refusal(422, "group name shouldn't be empty");
  record(call, "group.update", String(group.id), { old_name: String(group.name), new_name: name });
  Object.assign(group, { name, peers, resources });
  return toWire(call, group);
};

const remove: Handler = (call) => {
  const group = groupOf(call, 400);
  const id = String(group.id);
  if (group.name === "All") throw new Refusal(400, "deleting group ALL is not allowed");
  const user = [...call.state.users.values()].find(({ autoGroups }) => autoGroups.includes(id));
  if (user) throw new Refusal(400, `group has been linked to user: ${user.id}`);
  objectsAt(call.state, LIST).delete(id);
  record(call, "group.delete", id, { name: String(group.name) });
  return {};
};

/** The operations on groups. */
export const groupHandlers: Record<string, Handler> = {
  "GET /api/groups": list,
  "POST /api/groups": create,
  "GET /api/groups/{groupId}": (call) => toWire(call, groupOf(call)),
  "PUT /api/groups/{groupId}": update,
  "DELETE /api/groups/{groupId}": remove,
};
