import type { OperationAnswer } from "#lib/contract/operations.ts";
import { isProblem } from "#lib/contract/problem.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { toWireUser } from "#lib/contract/to-wire.ts";
import type { UserView } from "#lib/contract/views.ts";
import { type Connection, connection } from "#lib/netbird/connection.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "#lib/services/context.ts";
import { findNetBirdUser, listNetBirdUsers } from "#lib/services/netbird/netbird-users.ts";
import { getUser } from "#lib/services/users/get-user.ts";
import { listUsers } from "#lib/services/users/list-users.ts";
import type { Handler } from "../handler.ts";
import { linkToPages } from "../link.ts";
import type { Served } from "../pipeline.ts";
import { reply } from "../reply.ts";
import { changesInFront } from "./change-users.ts";
import { tokensInFront } from "./tokens-of-users.ts";
import { upstreamProblem } from "./upstream-problem.ts";

/*
 * Users with a NetBird server behind Roost: those of both. Each is changed where it is.
 */

type WireUser = OperationAnswer<"users.get">;

const through = () => connection() as Connection;

/** A person of Roost signs in here; NetBird's are issued as it says. */
function ofRoost(view: UserView): WireUser {
  const user = toWireUser(view);
  return user.is_service_user ? user : { ...user, issued: "roost" };
}

/** Roost's users come first, in pages if that is asked; NetBird's follow them on the last page. */
const list: Handler<"users.list"> = {
  async run({ actor, query, url }) {
    const { items, ...pages } = await listUsers(actor, query);
    const own = items.map(ofRoost);
    const isAsked = pages.next === null && query.source === undefined;
    const seesAll = isAsked && canBegin(actor, "users.list").allowed;
    const others = seesAll ? await netbirdUsers(actor, query) : [];
    return reply([...own, ...others], linkToPages(url, pages));
  },
};

async function netbirdUsers(actor: Actor, query: Parameters<typeof listNetBirdUsers>[2]) {
  try {
    // Their fields are NetBird's.
    return (await listNetBirdUsers(through(), actor, query)) as unknown as WireUser[];
  } catch (error) {
    throw upstreamProblem(error, false);
  }
}

const get: Handler<"users.get"> = {
  async run({ actor, params: { userId } }) {
    try {
      return ofRoost(await getUser(actor, userId));
    } catch (error) {
      if (!isProblem(error) || error.problem !== "not_found") throw error;
      const found = await netbirdUser(actor, userId);
      if (found === null) throw error;
      return found as unknown as WireUser;
    }
  },
};

async function netbirdUser(actor: Actor, userId: string) {
  try {
    return await findNetBirdUser(through(), actor, userId);
  } catch (error) {
    throw upstreamProblem(error, false);
  }
}

/** What replaces Roost's own handlers with a NetBird server behind it. */
export const usersInFront: { [Id in OperationId]?: Handler<Id> | Served["handler"] } = {
  "users.list": list,
  "users.get": get,
  ...changesInFront,
  ...tokensInFront,
};
