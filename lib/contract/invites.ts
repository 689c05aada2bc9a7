import { z } from "zod";
import { DAY_SECONDS } from "./durations.ts";
import { id, nameText, ROLES, roleField, shownOnce, text, timestamp } from "./fields.ts";
import { LINK_NARROWING, NEW_USER_NARROWING, narrowing } from "./narrowing.ts";
import { pagedQuery } from "./paging.ts";
import {
  byteLength,
  composed,
  NETBIRD_PASSWORD_MIN,
  NEW_PASSWORD,
  PASSWORD_BYTES,
} from "./password-rule.ts";
import { autoGroups } from "./users.ts";

/** Lifetime of an invite in seconds. The maximum only keeps the expiry storable. */
export const INVITE_SECONDS = {
  min: 3600,
  preset: 3 * DAY_SECONDS,
  max: 100 * 365 * DAY_SECONDS,
} as const;

/** An invite on the wire (contract 2.9); `valid` is Roost's own: it can be accepted now. */
export const invite = z
  .object({
    id: id.meta({ description: "Invite ID." }),
    email: z.string().meta({ description: "Email address of the invited user." }),
    name: z.string().meta({ description: "Name of the invited user." }),
    role: z.enum(ROLES).meta({ description: "Role of the new user." }),
    auto_groups: z.array(z.string()).meta({ description: "IDs of the new user's auto groups." }),
    expires_at: timestamp.meta({ description: "Time at which the invite expires." }),
    created_at: timestamp.meta({ description: "Time of creation." }),
    expired: z.boolean().meta({ description: "Whether the invite has expired." }),
    valid: z.boolean().meta({ description: "Whether the invite can be accepted now." }),
  })
  .meta({ id: "UserInvite" });

/** The only answer besides that of `regenerate` that contains an invite's token. */
export const createdInvite = invite
  .extend({ invite_token: shownOnce("Secret of the invite link.") })
  .meta({ id: "CreatedUserInvite" });

export const regeneratedInvite = z.object({
  invite_token: shownOnce("Secret of the invite link."),
  invite_expires_at: timestamp.meta({ description: "Time at which the invite expires." }),
});

/** An invite as shown to the owner of its link. */
export const inviteInfo = z
  .object({
    email: z.string().meta({ description: "Email address of the invited user." }),
    name: z.string().meta({ description: "Name of the invited user." }),
    expires_at: timestamp.meta({ description: "Time at which the invite expires." }),
    valid: z.boolean().meta({ description: "Whether the invite can be accepted now." }),
    invited_by: z.string().meta({ description: "Name of the user who invites." }),
  })
  .meta({ id: "UserInviteInfo" });

export const acceptedInvite = z.object({
  success: z.literal(true).meta({ description: "Always true." }),
});

export const listInvitesQuery = pagedQuery(["created_at", "email", "expires_at"]);

const expiresIn = z
  .number()
  .int()
  .max(INVITE_SECONDS.max, { error: `expires_in must be at most ${INVITE_SECONDS.max} seconds` })
  .optional()
  .meta({ description: `Seconds until the invite expires; ${INVITE_SECONDS.preset} if absent.` });

export const createInviteBody = z
  .object({
    email: text
      .max(254, { error: "email must be at most 254 characters" })
      .optional()
      .meta({ description: "Email address of the invited user." }),
    name: nameText.optional().meta({ description: "Name of the invited user." }),
    role: roleField((given) => `unknown user role ${given}`),
    auto_groups: autoGroups.optional().meta({ description: "IDs of the new user's auto groups." }),
    expires_in: expiresIn,
  })
  .register(narrowing, { narrows: NEW_USER_NARROWING });

export const regenerateInviteBody = z
  .object({ expires_in: expiresIn })
  .register(narrowing, { narrows: LINK_NARROWING });

/** NetBird's message for a wrong length, else undefined; the rest of the rule is Roost's. */
function passwordError(password: string): string | undefined {
  if (password === "") return "password is required";
  const bytes = byteLength(composed(password));
  const { max } = PASSWORD_BYTES;
  if (bytes < NETBIRD_PASSWORD_MIN) {
    return `invalid password: password must be at least ${NETBIRD_PASSWORD_MIN} characters long`;
  }
  if (bytes > max) return `invalid password: password must be at most ${max} bytes long`;
  return undefined;
}

export const acceptInviteBody = z.object({
  password: text
    .optional()
    .transform((value) => value ?? "")
    .superRefine((value, context) => {
      const message = passwordError(value);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .meta({
      description: NEW_PASSWORD,
      override: { minLength: PASSWORD_BYTES.min, maxLength: PASSWORD_BYTES.max },
    }),
});

/** An invite's ID or its token: operations at the same path share the parameter. */
export const inviteParams = z.object({
  invite: text.meta({
    description: "Invite ID, or the secret of the invite link where no credential is needed.",
  }),
});
