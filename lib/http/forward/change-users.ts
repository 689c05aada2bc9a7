import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { type Connection, connection } from "#lib/netbird/connection.ts";
import type { Actor } from "#lib/services/context.ts";
import {
  type Decide,
  isRoosts,
  mayAdmit,
  mayDo,
  mayInvite,
  mayUpdate,
  netbirdTarget,
  toNetBirdPerson,
  toNetBirdUpdate,
} from "#lib/services/netbird/change-netbird-users.ts";
import type { NetBirdUser } from "#lib/services/netbird/netbird-users.ts";
import { runWrite } from "#lib/services/netbird/running-writes.ts";
import { assertCanBegin } from "#lib/services/policy.ts";
import type { RequestHeaders } from "../api-request.ts";
import { handlers } from "../handlers.ts";
import type { Served } from "../pipeline.ts";
import type { RelayReply } from "../reply.ts";
import { forwardWrite } from "./forward-write.ts";
import { targetPath } from "./target.ts";
import { upstreamProblem } from "./upstream-problem.ts";

/* Changes of users with a NetBird server behind Roost: those of Roost are its own, others NetBird's. */

/** Under which right a change is forwarded and recorded; NetBird itself asks for others. */
const row = (
  method: NetBirdOperation["method"],
  path: string,
  operation: "create" | "update" | "delete",
): NetBirdOperation => ({ method, path, module: "users", operation, forward: "yes" });

const USER = "/api/users/{userId}";
const ROWS = {
  "users.create": row("POST", "/api/users", "create"),
  "users.update": row("PUT", USER, "update"),
  "users.delete": row("DELETE", USER, "delete"),
  "users.invite": row("POST", `${USER}/invite`, "create"),
  "users.approve": row("POST", `${USER}/approve`, "update"),
  "users.reject": row("DELETE", `${USER}/reject`, "delete"),
} as const;

type Changing = { actor: Actor; headers: RequestHeaders };
type Change = { userId: string; decide: Decide; body?: object };

/** Sends a change that the actor may make, with a body of checked fields. */
async function send(
  id: keyof typeof ROWS,
  { actor, headers }: Changing,
  { userId, decide, body }: Change,
): Promise<RelayReply> {
  decide(actor);
  const path = targetPath(ROWS[id].path, { userId });
  const call = { row: ROWS[id], actor, through: through(), path, headers };
  const bytes = body === undefined ? NO_BODY : Buffer.from(JSON.stringify(body));
  return runWrite(() => forwardWrite(call, { objectId: userId, body: bytes, decide }));
}

const NO_BODY = new Uint8Array();
const through = () => connection() as Connection;

type ChangeOf<Id extends OperationId> = (
  user: NetBirdUser,
  body: OperationInput<Id>["body"],
) => Pick<Change, "decide" | "body">;

/** What each operation asks of NetBird for one of its users. */
const CHANGES: { [Id in Exclude<keyof typeof ROWS, "users.create">]: ChangeOf<Id> } = {
  "users.update": (user, body) => ({
    decide: mayUpdate(user, body),
    body: toNetBirdUpdate(user, body),
  }),
  "users.delete": (user) => ({ decide: mayDo("users.delete", user) }),
  "users.invite": (user) => ({ decide: mayAdmit("users.invite", user) }),
  "users.approve": (user) => ({ decide: mayAdmit("users.approve", user) }),
  "users.reject": (user) => ({ decide: mayDo("users.reject", user) }),
};

/** What the pipeline gives a handler of these operations. */
type Given = Changing & { params: { userId: string }; body: never };

/** Changes a user of Roost itself, and sends the change of another one to NetBird. */
function ofEither(id: keyof typeof CHANGES): Served["handler"] {
  const own = handlers[id] as Served["handler"];
  return {
    async run(input) {
      const { actor, params, headers, body } = input as Given;
      const { userId } = params;
      if (await isRoosts(actor.accountId, userId)) {
        await own.before?.(input);
        return own.run(input);
      }
      // Only those who may change users cause a list of NetBird's.
      assertCanBegin(actor, id, userId);
      try {
        const user = await netbirdTarget(through(), actor, userId);
        return await send(id, { actor, headers }, { userId, ...CHANGES[id](user, body) });
      } catch (error) {
        throw upstreamProblem(error, true);
      }
    },
  };
}

/** A service user is Roost's; a person joins NetBird, through its identity provider. */
const create: Served["handler"] = {
  async run(input) {
    const { actor, headers, body } = input as Changing & OperationInput<"users.create">;
    if (body.is_service_user === true)
      return (handlers["users.create"] as Served["handler"]).run(input);
    try {
      const change = { userId: "", decide: mayInvite(body), body: toNetBirdPerson(body) };
      return await send("users.create", { actor, headers }, change);
    } catch (error) {
      throw upstreamProblem(error, true);
    }
  },
};

/** The handlers of users that change where they are. */
export const changesInFront: { [Id in keyof typeof ROWS]: Served["handler"] } = {
  "users.create": create,
  "users.update": ofEither("users.update"),
  "users.delete": ofEither("users.delete"),
  "users.invite": ofEither("users.invite"),
  "users.approve": ofEither("users.approve"),
  "users.reject": ofEither("users.reject"),
};
