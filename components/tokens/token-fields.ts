import type { z } from "zod";
import type { createTokenBody } from "#lib/contract/tokens.ts";

/** The fields of the form for a new token. */
export type TokenFields = z.input<typeof createTokenBody>;
