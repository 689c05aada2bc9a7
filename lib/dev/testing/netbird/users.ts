import { ROLES, type Role } from "#lib/contract/fields.ts";
import { type Call, type Handler, Refusal, readsUsers, record } from "./call.ts";
import { addUser, type NetBirdUser } from "./state.ts";

const NEVER = "0001-01-01T00:00:00Z";

const isAdmin = ({ role }: NetBirdUser) => role === "admin" || role === "owner";

/** A user on the wire. */
function toWire(user: NetBirdUser, caller: NetBirdUser) {
  return {
    ...{ id: user.id, email: user.email, name: user.name, role: user.role },
    status: user.isBlocked ? "blocked" : "active",
    last_login: NEVER,
    auto_groups: user.autoGroups,
    is_current: user.id === caller.id,
    is_service_user: user.isServiceUser,
    is_blocked: user.isBlocked,
    pending_approval: user.pendingApproval,
    issued: "api",
  };
}

/** The user that a path names, or NetBird's 404. */
function target({ state, params }: Call): NetBirdUser {
  const user = state.users.get(params.userId ?? "");
  if (user === undefined) throw new Refusal(404, `user: ${params.userId} not found`);
  return user;
}

function roleOf(text: unknown): Role {
  const role = ROLES.find((known) => known === String(text ?? "").toLowerCase());
  if (role === undefined) throw new Refusal(422, `unknown user role ${text ?? ""}`);
  return role;
}

const groupsOf = (call: Call): string[] =>
  Array.isArray(call.body.auto_groups) ? call.body.auto_groups.map(String) : [];

const list: Handler = ({ state, caller, query }) => {
  const wanted = query.get("service_user") ?? "";
  if (!["", "true", "false", "1", "0"].includes(wanted)) {
    throw new Refusal(422, "invalid service_user query parameter");
  }
  const onlyServiceUsers = wanted === "true" || wanted === "1";
  return [...state.users.values()]
    .filter((user) => readsUsers(caller) || user.id === caller.id)
    .filter((user) => wanted === "" || user.isServiceUser === onlyServiceUsers)
    .map((user) => toWire(user, caller));
};

const create: Handler = (call) => {
  const { state, caller, body } = call;
  const role = roleOf(body.role);
  const isServiceUser = body.is_service_user === true;
  const [name, email] = [String(body.name ?? ""), String(body.email ?? "")];
  if (role === "owner" && isServiceUser) {
    throw new Refusal(422, "can't create a service user with owner role");
  }
  if (!isServiceUser && name === "") throw new Refusal(422, "name can't be empty");
  if (!isServiceUser && email === "") throw new Refusal(422, "email can't be empty");
  const given = { name, role, isServiceUser, autoGroups: groupsOf(call) };
  const user = addUser(state, isServiceUser ? given : { ...given, email });
  record(call, isServiceUser ? "service.user.create" : "user.create", user.id, { name });
  return { ...toWire(user, caller), ...(isServiceUser ? {} : { password: "Generated-Once-1!" }) };
};

const update: Handler = (call) => {
  const user = target(call);
  const { caller, body, state } = call;
  if (!("auto_groups" in body)) throw new Refusal(400, "auto_groups field can't be absent");
  const role = roleOf(body.role);
  const failed = `failed to process update for user ${user.id}`;
  if (!isAdmin(caller))
    throw new Refusal(403, `${failed}: only admins and owners can update users`);
  const isBlocked = body.is_blocked === true;
  if (user.id === caller.id && isBlocked !== user.isBlocked) {
    throw new Refusal(403, `${failed}: admins can't block or unblock themselves`);
  }
  if (user.id === caller.id && role !== user.role) {
    throw new Refusal(403, `${failed}: admins can't change their role`);
  }
  if (role !== user.role && (role === "owner" || user.role === "owner")) {
    throw new Refusal(403, `${failed}: only owners can add owner role to other users`);
  }
  const unknown = groupsOf(call).find((id) => !state.objects.get("/api/groups")?.has(id));
  if (unknown !== undefined) {
    const words = `provided group id ${unknown} in the user ${user.id} update doesn't exist`;
    throw new Refusal(422, `${failed}: ${words}`);
  }
  if (user.isBlocked !== isBlocked)
    record(call, isBlocked ? "user.block" : "user.unblock", user.id);
  if (user.role !== role) record(call, "user.role.update", user.id, { role });
  Object.assign(user, { role, isBlocked, autoGroups: groupsOf(call) });
  return toWire(user, caller);
};

const remove: Handler = (call) => {
  const { state, caller, params } = call;
  if (params.userId === caller.id) throw new Refusal(422, "self deletion is not allowed");
  const user = target(call);
  if (user.role === "owner") throw new Refusal(403, "can't delete a user with the owner role");
  state.users.delete(user.id);
  for (const token of state.tokens.values()) {
    if (token.userId === user.id) state.tokens.delete(token.id);
  }
  const code = user.isServiceUser ? "service.user.delete" : "user.delete";
  record(call, code, user.id, { name: user.name });
  return {};
};

const current: Handler = ({ caller }) => {
  if (caller.isServiceUser) throw new Refusal(403, "permission denied");
  return { ...toWire(caller, caller), permissions: { is_restricted: false, modules: {} } };
};

const approve: Handler = (call) => {
  const user = pending(call);
  Object.assign(user, { isBlocked: false, pendingApproval: false });
  record(call, "user.approve", user.id);
  return toWire(user, call.caller);
};

const reject: Handler = (call) => {
  const user = pending(call);
  call.state.users.delete(user.id);
  record(call, "user.reject", user.id);
  return {};
};

function pending(call: Call): NetBirdUser {
  const user = target(call);
  if (user.pendingApproval) return user;
  throw new Refusal(422, `user ${user.id} is not pending approval`);
}

const invite: Handler = (call) => {
  const user = target(call);
  if (user.isServiceUser) throw new Refusal(404, `user account ${user.id} doesn't exist`);
  throw new Refusal(412, "can't invite a user with an activated netbird account");
};

/** The operations on users. */
export const userHandlers: Record<string, Handler> = {
  "GET /api/users": list,
  "POST /api/users": create,
  "PUT /api/users/{userId}": update,
  "DELETE /api/users/{userId}": remove,
  "GET /api/users/current": current,
  "POST /api/users/{userId}/approve": approve,
  "DELETE /api/users/{userId}/reject": reject,
  "POST /api/users/{userId}/invite": invite,
};
