import { type Call, type Handler, Refusal, record } from "./call.ts";
import { addToken, type NetBirdToken, type NetBirdUser } from "./state.ts";

const MOST_DAYS = 365;

function toWire({ id, name, createdBy, createdAt, expiresAt, lastUsed }: NetBirdToken) {
  return {
    ...{ id, name, created_by: createdBy, created_at: createdAt.toISOString() },
    expiration_date: expiresAt.toISOString(),
    ...(lastUsed ? { last_used: lastUsed.toISOString() } : {}),
  };
}

/** The user of the path: the caller, or a service user if the caller is an admin. */
function ownerOf({ state, caller, params }: Call): NetBirdUser {
  const user = state.users.get(params.userId ?? "");
  if (user === undefined) throw new Refusal(404, `user: ${params.userId} not found`);
  const isAdmin = caller.role === "admin" || caller.role === "owner";
  if (user.id === caller.id || (isAdmin && user.isServiceUser)) return user;
  throw new Refusal(403, "admin role required to perform this action");
}

function tokenOf(call: Call): NetBirdToken {
  const token = call.state.tokens.get(call.params.tokenId ?? "");
  if (token?.userId === ownerOf(call).id) return token;
  throw new Refusal(404, `pat: ${call.params.tokenId} not found`);
}

const list: Handler = (call) => {
  const { id } = ownerOf(call);
  const tokens = [...call.state.tokens.values()].filter(({ userId }) => userId === id);
  // As Go writes an empty slice here.
  return tokens.length === 0 ? null : tokens.map(toWire);
};

const create: Handler = (call) => {
  const name = String(call.body.name ?? "");
  const days = Number(call.body.expires_in ?? 0);
  if (name === "") throw new Refusal(422, "token name can't be empty");
  if (days < 1 || days > MOST_DAYS) {
    throw new Refusal(422, "expiration has to be between 1 and 365");
  }
  const owner = ownerOf(call);
  const made = addToken(call.state, owner, { name, days, createdBy: call.caller.id });
  record(call, "personal.access.token.create", owner.id, { name });
  return { plain_token: made.text, personal_access_token: toWire(made.token) };
};

const remove: Handler = (call) => {
  const token = tokenOf(call);
  call.state.tokens.delete(token.id);
  record(call, "personal.access.token.delete", token.userId, { name: token.name });
  return {};
};

/** The operations on tokens of users. */
export const tokenHandlers: Record<string, Handler> = {
  "GET /api/users/{userId}/tokens": list,
  "POST /api/users/{userId}/tokens": create,
  "GET /api/users/{userId}/tokens/{tokenId}": (call) => toWire(tokenOf(call)),
  "DELETE /api/users/{userId}/tokens/{tokenId}": remove,
};
