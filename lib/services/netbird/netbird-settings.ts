import { z } from "zod";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { readAs } from "./read-as.ts";

const accounts = z
  .array(z.looseObject({ settings: z.record(z.string(), z.unknown()) }))
  .min(1)
  .transform(([account]) => account?.settings ?? {});

/** A setting of the NetBird server by its name on the wire: `extra.peer_approval_enabled`. */
export type NetBirdSetting = { name: string; value: unknown };

/** The settings of the account at the NetBird server. */
export async function getNetBirdSettings(actor: Actor): Promise<NetBirdSetting[]> {
  assertCanBegin(actor, "accounts.read");
  const need = { module: "accounts", verb: "read" } as const;
  return flat(await readAs(actor, { path: "/api/accounts", need, schema: accounts }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function flat(values: Record<string, unknown>, above = ""): NetBirdSetting[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const name = `${above}${key}`;
    return isObject(value) ? flat(value, `${name}.`) : [{ name, value }];
  });
}
