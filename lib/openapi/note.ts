import type { OperationAnswer, OperationBody, operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";

/** What the description says of an operation beyond its entry in the table. */
export type Note = {
  /** More than the summary, where there is more to know. */
  description?: string;
  /** Who may call it, where the permission alone does not say. */
  permission?: string;
  /** An example body. */
  body?: unknown;
  /** An example answer; of a file its text, in its first format. */
  answer: unknown;
};

type ResponseBody<Id extends OperationId> = (typeof operations)[Id] extends { file: true }
  ? string
  : OperationAnswer<Id>;

type NoteOn<Id extends OperationId> = Pick<Note, "description" | "permission"> & {
  answer: ResponseBody<Id>;
} & (OperationBody<Id> extends undefined ? object : { body: OperationBody<Id> });

/** The notes on a chapter of the operation table: every operation has its examples. */
export type Notes<Id extends OperationId> = { [One in Id]: NoteOn<One> };
