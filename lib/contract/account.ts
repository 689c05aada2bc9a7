import { z } from "zod";

/**
 * What an account can set, as stored. A field that an older version did not store reads as its
 * default, so a new setting needs no migration.
 */
export const accountSettings = z.object({
  /** Changes of auto groups are recorded (contract 2.4). */
  groupsPropagationEnabled: z.boolean().default(true),
  /** A hint for interfaces of people without rights (contract 2.6). */
  regularUsersViewBlocked: z.boolean().default(true),
  /** People may have access tokens of their own. */
  personalTokens: z.boolean().default(true),
});

export type AccountSettings = z.output<typeof accountSettings>;

/** The group that everybody belongs to; nobody can be added to it or take it away. */
export const ALL_GROUP = "All";
