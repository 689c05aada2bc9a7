import { z } from "zod";
import {
  descriptionText,
  givenId,
  id,
  keptName,
  nameText,
  ROLES,
  roleField,
  sameNameField,
  shownOnce,
  text,
  timestamp,
  userIdParam,
  ZERO_TIME,
} from "./fields.ts";
import { NEW_USER_NARROWING, narrowing, USER_NARROWING } from "./narrowing.ts";
import { pagedQuery } from "./paging.ts";
import { byteLength, composed, NEW_PASSWORD, PASSWORD_BYTES } from "./password-rule.ts";

const moduleGrants = z.object({
  create: z.boolean().meta({ description: "Whether the caller may create objects of the module." }),
  read: z.boolean().meta({ description: "Whether the caller may read objects of the module." }),
  update: z.boolean().meta({ description: "Whether the caller may update objects of the module." }),
  delete: z.boolean().meta({ description: "Whether the caller may delete objects of the module." }),
});

/** The caller's rights by module of the policy table. */
export const moduleRights = z
  .record(z.string(), moduleGrants)
  .meta({ description: "Permissions by module." });

/** A user or service user on the wire (contract 2.1). Every field of NetBird's is always present. */
export const user = z
  .object({
    id: id.meta({ description: "User ID." }),
    email: z.string().meta({ description: "Email address; empty for service users." }),
    name: z.string().meta({ description: "Name of the user." }),
    role: z.enum(ROLES).meta({ description: "Role." }),
    status: z
      .enum(["active", "invited", "blocked"])
      .meta({ description: "Status; users who await approval are `blocked`." }),
    last_login: timestamp.or(z.literal(ZERO_TIME)).meta({
      description: `Time of the latest sign-in; \`${ZERO_TIME}\` means never.`,
      override: { type: "string", format: "date-time" },
    }),
    auto_groups: z
      .array(z.string())
      .meta({ description: "IDs of the groups that the user's peers join." }),
    is_current: z.boolean().meta({ description: "Whether this user sent the request." }),
    is_service_user: z.boolean().meta({ description: "Whether this is a service user." }),
    is_blocked: z.boolean().meta({ description: "Whether the user is blocked." }),
    pending_approval: z.boolean().meta({ description: "Whether the user awaits approval." }),
    issued: z.string().meta({
      description:
        "Origin of the user: `api`, `integration` or `jwt`; `roost` for people of Roost where a NetBird server is behind it.",
    }),
    description: z
      .string()
      .optional()
      .meta({ description: "What the service user is for; absent if it has no description." }),
    contact: id.optional().meta({
      description: "ID of the user to ask about the service user; absent if it has no contact.",
    }),
  })
  .meta({ id: "User" });

/** The answer to the creation of a user, with the generated password. */
export const createdUser = user
  .extend({ password: shownOnce("Generated password of the new user.").optional() })
  .meta({ id: "CreatedUser" });

export const currentUser = user
  .extend({
    permissions: z
      .object({
        is_restricted: z.boolean().meta({
          description: "Hint for user interfaces: the caller sees only their own objects.",
        }),
        modules: moduleRights,
      })
      .meta({ description: "Permissions of the caller." }),
  })
  .meta({ id: "CurrentUser" });

/** The states to filter by; `pending` users await approval and are also `blocked` on the wire. */
export const USER_STATES = ["active", "blocked", "pending"] as const;

const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];

/** Values of Go's ParseBool, as in NetBird; empty for no filter. */
export const listUsersQuery = pagedQuery(["created_at", "name", "last_login"]).extend({
  role: z
    .enum(ROLES, { error: `role must be one of ${ROLES.join(", ")}` })
    .optional()
    .meta({ description: "Only users with this role." }),
  status: z
    .enum(USER_STATES, { error: `status must be one of ${USER_STATES.join(", ")}` })
    .optional()
    .meta({ description: "Only users with this status." }),
  group_id: id.optional().meta({ description: "Only users with this auto group." }),
  same_name: sameNameField,
  source: z
    .enum(["roost"], { error: "source must be roost" })
    .optional()
    .meta({ description: "`roost` for none of a NetBird server behind Roost." }),
  contact: id.optional().meta({
    description: "Only service users with this user as contact, or `none` for those without one.",
  }),
  service_user: z
    .string()
    .optional()
    .transform((value, context) => {
      if (value === undefined || value === "") return undefined;
      if (TRUE.includes(value)) return true;
      if (FALSE.includes(value)) return false;
      context.addIssue({ code: "custom", message: "invalid service_user query parameter" });
      return z.NEVER;
    })
    .meta({
      description: "`true` for service users only, `false` for all other users.",
      override: { type: "boolean" },
    }),
});

export const autoGroups = z
  .array(givenId)
  .max(1000, { error: "auto_groups must have at most 1000 entries" })
  .meta({ description: "IDs of the groups that the user's peers join." });

const contactField = id.nullable().optional();
const NOT_FOR_PEOPLE = "Only for service users.";

export const createUserBody = z
  .object({
    email: text
      .max(254, { error: "email must be at most 254 characters" })
      .optional()
      .meta({ description: "Email address; not for service users." }),
    name: nameText.optional().meta({ description: "Name of the user." }),
    role: roleField((given) => `unknown user role ${given}`),
    auto_groups: autoGroups.optional(),
    is_service_user: z
      .boolean()
      .optional()
      .meta({ description: "Whether to create a service user." }),
    description: descriptionText
      .optional()
      .meta({ description: `What the service user is for. ${NOT_FOR_PEOPLE}` }),
    contact: contactField.meta({
      description: `ID of the user to ask about the service user; null for none. ${NOT_FOR_PEOPLE}`,
    }),
  })
  .meta({ id: "UserCreateRequest" })
  .register(narrowing, { narrows: NEW_USER_NARROWING });

/**
 * A full replacement of role, groups and block; an absent `is_blocked` unblocks (contract 2.4).
 * `name`, `description` and `contact`, which NetBird lacks, stay unchanged if absent.
 */
export const updateUserBody = z
  .object({
    role: roleField(() => "invalid user role"),
    auto_groups: autoGroups.optional().transform((value, context) => {
      if (value !== undefined) return value;
      context.addIssue({
        code: "custom",
        message: "auto_groups field can't be absent",
        params: { unreadable: true },
      });
      return z.NEVER;
    }),
    is_blocked: z
      .boolean()
      .optional()
      .meta({ description: "Whether the user is blocked; false if absent." }),
    name: keptName.optional().meta({ description: "Name of the user; unchanged if absent." }),
    description: descriptionText.optional().meta({
      description: `What the service user is for; unchanged if absent. ${NOT_FOR_PEOPLE}`,
    }),
    contact: contactField.meta({
      description: `ID of the user to ask about the service user; null for none, unchanged if absent. ${NOT_FOR_PEOPLE}`,
    }),
  })
  .meta({ id: "UserRequest" })
  .register(narrowing, { narrows: USER_NARROWING });

const newPassword = text
  .refine((value) => value !== "", { error: "new password is required", abort: true })
  .refine((value) => byteLength(composed(value)) >= PASSWORD_BYTES.min, {
    error: `new_password must be at least ${PASSWORD_BYTES.min} bytes`,
  })
  .refine((value) => byteLength(composed(value)) <= PASSWORD_BYTES.max, {
    error: `new_password must be at most ${PASSWORD_BYTES.max} bytes`,
  });

/** A change of the caller's own password, with the current one (contract 2.8). */
export const changePasswordBody = z.object({
  old_password: text
    .optional()
    .transform((value) => value ?? "")
    .refine((value) => value !== "", { error: "old password is required" })
    .meta({ description: "Current password." }),
  new_password: text
    .optional()
    .transform((value) => value ?? "")
    .pipe(newPassword)
    .meta({ description: NEW_PASSWORD }),
});

export const userParams = z.object({ userId: userIdParam });
