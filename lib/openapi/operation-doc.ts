import type { OperationAnswer, OperationBody, operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";

/** The documentation of an operation beyond its entry in the table. */
export type OperationDoc = {
  /** Details that the summary lacks. */
  description?: string;
  /** Who may call it, if the permission alone is not enough. */
  permission?: string;
  /** An example body. */
  body?: unknown;
  /** An example answer; for a file its content in the first format. */
  answer: unknown;
};

type ResponseBody<Id extends OperationId> = (typeof operations)[Id] extends { file: true }
  ? string
  : OperationAnswer<Id>;

type DocOf<Id extends OperationId> = Pick<OperationDoc, "description" | "permission"> & {
  answer: ResponseBody<Id>;
} & (OperationBody<Id> extends undefined ? object : { body: OperationBody<Id> });

/** The documentation of all operations of a tag, each with its examples. */
export type OperationDocs<Id extends OperationId> = { [One in Id]: DocOf<One> };
