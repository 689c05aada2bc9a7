import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { tokenTextError } from "#lib/crypto/token-text.ts";
import { accountHandlers } from "./account.ts";
import type { Arrival } from "./arrival.ts";
import { assertAllowed, type Call, type Handler, Refusal } from "./call.ts";
import { type Answer, faults } from "./faults.ts";
import { type JsonObject, readAsGo } from "./go-json.ts";
import { groupHandlers } from "./groups.ts";
import { handleObjects, plantSecrets } from "./objects.ts";
import { bodyError, bodyShape } from "./openapi.ts";
import type { Routed } from "./router.ts";
import { setupKeyHandlers } from "./setup-keys.ts";
import { hashOf, type NetBirdState, type NetBirdUser } from "./state.ts";
import { tokenHandlers } from "./tokens.ts";
import { userHandlers } from "./users.ts";
import { answerOf } from "./write-answer.ts";

const handlers: Record<string, Handler> = {
  ...{ ...accountHandlers, ...groupHandlers, ...setupKeyHandlers },
  ...{ ...tokenHandlers, ...userHandlers },
};

const ANYONE: NetBirdUser = {
  ...{ id: "", name: "", email: "", role: "user", isServiceUser: false, autoGroups: [] },
  ...{ isBlocked: false, pendingApproval: false },
};

/** The owner of the request's token, or NetBird's refusal. Notes the use. */
function authenticate(state: NetBirdState, header: string | undefined): NetBirdUser {
  const [scheme = "", text = "", ...more] = (header ?? "").split(" ");
  if (!["token", "bearer"].includes(scheme.toLowerCase())) {
    throw new Refusal(401, "no valid authentication provided");
  }
  if (more.length > 0 || tokenTextError(text, "nbp_")) throw new Refusal(401, "token invalid");
  const hash = hashOf(text);
  const token = [...state.tokens.values()].find((one) => one.hash === hash);
  const user = token && state.users.get(token.userId);
  if (!user) throw new Refusal(404, `invalid token: pat: ${hash} not found`);
  if (token.expiresAt < new Date()) throw new Refusal(401, "token invalid");
  token.lastUsed = new Date();
  return user;
}

function bodyOf(row: NetBirdOperation, text: string): JsonObject {
  const isRead = row.method === "GET" || row.method === "DELETE";
  const shape = bodyShape(row);
  if (isRead || (text === "" && shape.fields === undefined)) return {};
  const body = readAsGo(text, shape);
  if (typeof body !== "object" || Array.isArray(body)) {
    throw new Refusal(400, "couldn't parse JSON request");
  }
  const given = body ?? {};
  const wrong = bodyError(row, given);
  if (wrong?.wrongType) throw new Refusal(400, "couldn't parse JSON request");
  if (wrong) throw new Refusal(422, wrong.text);
  return given;
}

/** Carries a routed request out, and notes in it the caller and the status. */
export function answerRequest(state: NetBirdState, arrival: Arrival, routed: Routed): Answer {
  const answer = carryOut(state, arrival, routed);
  arrival.status = answer.status;
  return answer;
}

function carryOut(state: NetBirdState, arrival: Arrival, routed: Routed): Answer {
  if (routed === null) return faults.noRoute.answer;
  if ("malformed" in routed) {
    return { status: 400, headers: { connection: "close" }, body: "400 Bad Request" };
  }
  if ("cleanPath" in routed) return { status: 301, headers: { location: routed.cleanPath } };
  const { row } = routed;
  const { url, headers, body } = arrival;
  try {
    const isOpen = row.operation === "anyone";
    const caller = isOpen ? ANYONE : authenticate(state, headers.authorization);
    if (!isOpen) arrival.user = caller;
    const query = new URLSearchParams(url.split("?")[1] ?? "");
    const call: Call = { state, caller, query, ...routed, body: bodyOf(row, body) };
    assertAllowed(call);
    const handle = handlers[`${row.method} ${row.path}`] ?? handleObjects;
    return answerOf(200, plantSecrets(row, handle(call)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message } = error;
    return answerOf(status, { message: message.toLowerCase(), code: status });
  }
}
