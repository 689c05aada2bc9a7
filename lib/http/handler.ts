import type { OperationAnswer, OperationInput, operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import type { Actor, Origin } from "#lib/services/context.ts";
import type { ApiRequest, RequestHeaders } from "./api-request.ts";
import type { FileReply, Reply } from "./reply.ts";

/** What is known of a request that needs no credential, or nothing of its holder. */
export type Open = { origin: Origin; headers: RequestHeaders };
type Known = { actor: Actor; url: Pick<ApiRequest, "pathname" | "search"> };

/** What a handler is given: the parsed input, and the actor wherever one is needed. */
type HandlerInput<Id extends OperationId> = OperationInput<Id> &
  ((typeof operations)[Id] extends { access: "anyone" } | { evenBlocked: true } ? Open : Known);

type Answered<Id extends OperationId> = (typeof operations)[Id] extends { file: true }
  ? FileReply
  : OperationAnswer<Id> | Reply<OperationAnswer<Id>>;

export type Handler<Id extends OperationId> = {
  /** Runs before the body is read, where the contract looks the target up first. */
  before?: (given: { actor: Actor; params: OperationInput<Id>["params"] }) => Promise<void>;
  run: (given: HandlerInput<Id>) => Promise<Answered<Id>>;
};

/** The handlers of a chapter of the operation table. */
export type Handlers<Id extends OperationId> = { [One in Id]: Handler<One> };
