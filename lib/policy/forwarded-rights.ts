import type { NetBirdOperation } from "../contract/netbird-api.ts";
import { type CloudModule, isAnyModule, type Module, VERBS, type Verb } from "./matrix.ts";

/** A verb on a module of NetBird. */
export type NetBirdRight = { module: Module | CloudModule; verb: Verb };

function rightOf(module: string, operation: string): NetBirdRight {
  const verb = VERBS.find((one) => one === operation);
  if (!isAnyModule(module) || verb === undefined) {
    throw new Error(`no right for ${module}.${operation}`);
  }
  return { module, verb };
}

function alsoRight(text: string): NetBirdRight {
  const end = text.lastIndexOf(".");
  return rightOf(text.slice(0, end), text.slice(end + 1));
}

/**
 * The rights that a forwarded operation requires: none where any credential may call. Of NetBird's
 * further permissions only writes count: a read that goes with another read says nothing more.
 */
export function rightsFor({ module, operation, also = [] }: NetBirdOperation): NetBirdRight[] {
  if (module === null) return [];
  return [rightOf(module, operation), ...also.map(alsoRight).filter(({ verb }) => verb !== "read")];
}

/** Whether an operation changes something, as a few GETs do. */
export const changesSomething = ({ method, sideEffect }: NetBirdOperation): boolean =>
  method !== "GET" || sideEffect !== undefined;
