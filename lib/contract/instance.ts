import { z } from "zod";
import { emailRefusal, NO_EMAIL } from "./emails.ts";
import { id, nameText, shownOnce, text } from "./fields.ts";
import { narrowing, SETUP_NARROWING } from "./narrowing.ts";
import {
  byteLength,
  composed,
  NETBIRD_PASSWORD_MIN,
  NEW_PASSWORD,
  PASSWORD_BYTES,
} from "./password-rule.ts";
import { TOKEN_DAYS } from "./token-limits.ts";

/** `setup_code_required` is present only while a setup with a code is pending. */
export const instanceStatus = z
  .object({
    setup_required: z
      .boolean()
      .meta({ description: "Whether the first owner still has to be created." }),
    setup_code_required: z
      .literal(true)
      .optional()
      .meta({ description: "Present while the setup needs a `setup_code`." }),
  })
  .meta({ id: "InstanceStatus" });

/** Roost does not check for newer versions. */
export const instanceVersion = z.object({
  management_current_version: z.string().meta({ description: "Version of Roost." }),
  management_update_available: z
    .boolean()
    .meta({ description: "Always false: Roost does not check for updates." }),
});

const required = (field: string) => (value: string | undefined) =>
  value === undefined || value.trim() === "" ? `${field} is required` : undefined;

/** A required field, checked by each rule in turn; a rule returns its message of refusal. */
function field(...rules: ((value: string | undefined) => string | undefined)[]) {
  return (value: string | undefined, context: z.RefinementCtx) => {
    const message = rules.map((rule) => rule(value)).find((refusal) => refusal !== undefined);
    if (message !== undefined) context.addIssue({ code: "custom", message });
    return value ?? "";
  };
}

/** NetBird's length limits with its messages; the service applies the whole rule. */
const passwordLength = (value = "") => {
  const bytes = byteLength(composed(value));
  if (bytes < NETBIRD_PASSWORD_MIN)
    return `password must be at least ${NETBIRD_PASSWORD_MIN} characters`;
  if (bytes > PASSWORD_BYTES.max)
    return `password must be at most ${PASSWORD_BYTES.max} characters`;
};

export const emailField = text
  .optional()
  .transform((value = "", context) => {
    const missing = required("email")(value);
    const message = missing ?? emailRefusal(value);
    const params = missing === undefined ? { summary: NO_EMAIL } : {};
    if (message !== undefined) context.addIssue({ code: "custom", message, params });
    return value;
  })
  .meta({
    description: "Email address of the user.",
    override: { format: "email", maxLength: 254 },
  });
export const passwordField = text
  .optional()
  .transform(field((value) => (value ? undefined : "password is required"), passwordLength))
  .meta({
    description: NEW_PASSWORD,
    override: { minLength: PASSWORD_BYTES.min, maxLength: PASSWORD_BYTES.max },
  });

/** Creates the first owner (contract 2.14). */
export const setupBody = z
  .object({
    email: emailField,
    name: nameText
      .optional()
      .transform(field(required("name")))
      .meta({ description: "Name of the user." }),
    password: passwordField,
    create_pat: z.boolean().optional().meta({
      description:
        "Also creates an access token, if the server runs with `NB_SETUP_PAT_ENABLED=true`.",
    }),
    pat_expire_in: z
      .number()
      .int()
      .optional()
      .meta({
        description: "Days until the access token expires; 1 if absent.",
        override: { minimum: TOKEN_DAYS.min, maximum: TOKEN_DAYS.max },
      }),
    setup_code: text.max(64).optional().meta({
      description: "One-time code that the server prints at start, if `setup_code_required`.",
    }),
  })
  .meta({ id: "SetupRequest" })
  .register(narrowing, { narrows: SETUP_NARROWING });

export const setupAnswer = z
  .object({
    user_id: id.meta({ description: "ID of the new owner." }),
    email: z.string().meta({ description: "Email address of the new owner." }),
    personal_access_token: shownOnce("The plain access token.").optional(),
  })
  .meta({ id: "SetupResponse" });

/** The lifetime of the first token in days, if one is requested and allowed; one day if absent. */
export const setupTokenDays = z
  .number()
  .int()
  .default(1)
  .refine((days) => days >= TOKEN_DAYS.min && days <= TOKEN_DAYS.max, {
    error: `pat_expire_in must be between ${TOKEN_DAYS.min} and ${TOKEN_DAYS.max}`,
  });

const check = z.enum(["ok", "failing"]);

export const liveness = z
  .object({ status: check.meta({ description: "Always `ok`." }) })
  .meta({ id: "Liveness" });
export const readiness = z
  .object({
    status: check.meta({ description: "`ok` if the server can take requests." }),
    database: check.meta({ description: "`ok` if the database answers." }),
    netbird: z.enum(["up", "down"]).optional().meta({
      description:
        "Whether the NetBird server behind Roost answered its latest check; absent without one.",
    }),
  })
  .meta({ id: "Readiness" });
