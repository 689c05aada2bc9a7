import { z } from "zod";
import { text, timestamp } from "./fields.ts";
import { PASSWORD_BYTES } from "./password-rule.ts";

/** How long a reset link works. */
export const RESET_MINUTES = 60;

/** The only answer that ever holds a reset's token. */
export const createdReset = z
  .object({ reset_token: z.string(), expires_at: timestamp })
  .meta({ id: "CreatedPasswordReset" });

/** What a reset shows to the holder of its link. */
export const resetInfo = z
  .object({ email: z.string(), name: z.string(), expires_at: timestamp })
  .meta({ id: "PasswordResetInfo" });

export const acceptedReset = z.object({ success: z.literal(true) });

/** The rule needs to know the person: the service applies it. */
export const acceptResetBody = z.object({
  password: text
    .optional()
    .transform((value) => value ?? "")
    .refine((value) => value !== "", { error: "password is required" })
    .meta({ override: { minLength: PASSWORD_BYTES.min, maxLength: PASSWORD_BYTES.max } }),
});

export const resetParams = z.object({ reset: text });
