import { z } from "zod";
import { shownOnce, text, timestamp } from "./fields.ts";
import { NEW_PASSWORD, PASSWORD_BYTES } from "./password-rule.ts";

/** Lifetime of a reset link. */
export const RESET_MINUTES = 60;

/** The only answer that contains a reset's token. */
export const createdReset = z
  .object({
    reset_token: shownOnce("Secret of the reset link."),
    expires_at: timestamp.meta({ description: "Time at which the link expires." }),
  })
  .meta({ id: "CreatedPasswordReset" });

/** A reset as shown to the owner of its link. */
export const resetInfo = z
  .object({
    email: z.string().meta({ description: "Email address of the user." }),
    name: z.string().meta({ description: "Name of the user." }),
    expires_at: timestamp.meta({ description: "Time at which the link expires." }),
  })
  .meta({ id: "PasswordResetInfo" });

export const acceptedReset = z.object({
  success: z.literal(true).meta({ description: "Always true." }),
});

/** The service applies the password rule, which needs the user. */
export const acceptResetBody = z.object({
  password: text
    .optional()
    .transform((value) => value ?? "")
    .refine((value) => value !== "", { error: "password is required" })
    .meta({
      description: NEW_PASSWORD,
      override: { minLength: PASSWORD_BYTES.min, maxLength: PASSWORD_BYTES.max },
    }),
});

export const resetParams = z.object({
  reset: text.meta({ description: "Secret of the reset link." }),
});
