import { z } from "zod";
import { givenId } from "./fields.ts";

/*
 * Limits of an access token beyond scopes: what a request with it may ask for. A kind of request
 * that the limits do not name is refused, whatever the scopes say.
 */

export const GROUPS_MAX = 100;
const YEAR_SECONDS = 31_536_000;
const USES_MAX = 10_000;

const whole = (field: string, min: number, max: number) => {
  const error = `${field} must be a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

const setupKeyLimits = z.strictObject({
  groups: z
    .array(givenId)
    .max(GROUPS_MAX, { error: `groups must have at most ${GROUPS_MAX} entries` })
    .meta({ description: "IDs of the groups that peers of a key may join; [] for none." }),
  expires_in: whole("expires_in", 1, YEAR_SECONDS).meta({
    description: "Longest life of a key in seconds.",
  }),
  usage_limit: whole("usage_limit", 1, USES_MAX)
    .default(1)
    .meta({ description: "Most uses of a key." }),
  one_off: z
    .boolean()
    .default(true)
    .meta({ description: "Whether only one-off keys may be created." }),
  ephemeral: z
    .boolean()
    .default(true)
    .meta({ description: "Whether only keys of ephemeral peers may be created." }),
});

/** What the setup keys may be that a token creates. */
export type SetupKeyLimits = z.output<typeof setupKeyLimits>;

export const requestLimits = z
  .strictObject({
    setup_keys: setupKeyLimits.meta({ description: "Setup keys that the token may create." }),
  })
  .meta({ id: "RequestLimits" });

export type RequestLimits = z.output<typeof requestLimits>;

/** The scopes that a token with limits may have: each other one would not be limited. */
export const LIMITED_SCOPES: readonly string[] = ["self:update", "setup_keys:create"];

/** The limits of a new token; absent for none. */
export const requestLimitsField = requestLimits.optional().meta({
  description:
    "What requests with the token may ask for. Such a token needs `scopes` of `setup_keys:create` and `self:update` alone.",
});

/** Limits that no request keeps. */
const NOTHING: RequestLimits = {
  setup_keys: { groups: [], expires_in: 0, usage_limit: 0, one_off: true, ephemeral: true },
};

/** The limits in stored JSON; nothing is allowed where this version does not know them. */
export function limitsIn(stored: string | null): RequestLimits | null {
  if (stored === null) return null;
  const { data } = requestLimits.safeParse(JSON.parse(stored));
  return data ?? NOTHING;
}
