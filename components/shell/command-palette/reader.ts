import type { PolicyActor } from "#lib/policy/can.ts";
import type { NavGroup } from "../navigation.ts";

/** The signed-in user, with the pages they may open. */
export type PaletteReader = { actor: PolicyActor; groups: readonly NavGroup[]; profile: string };
