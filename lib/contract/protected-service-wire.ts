import { z } from "zod";
import { descriptionText, id, ROLES, text, timestamp } from "./fields.ts";
import { narrowing, SERVICE_NARROWING } from "./narrowing.ts";
import { SERVICE_SLUG } from "./protected-services.ts";
import {
  ALSO_ACCEPTED,
  CHALLENGES,
  HEADER_FAMILIES,
  SERVICE_GROUPS_MAX,
  SERVICE_METHODS,
} from "./service-choices.ts";

const DESCRIPTIONS = {
  slug: "Name of the service in its scope and in the address that proxies ask.",
  roles: "Roles of the users that it is open to; null for any.",
  groups: "IDs of the groups; it is open to users with one of them. Empty for everyone.",
  methods: "Methods of HTTP that it is open to; null for any.",
  headers:
    "Headers in which the proxy says what was asked for: `x-forwarded` for X-Forwarded-Method, `x-original` for X-Original-Method.",
  also_accepts:
    "Tokens that open it without its scope: `unscoped` for those without scopes, `all`, and `all:read` for reading.",
  challenge: "What a request without a token is asked for: `bearer` or `basic`.",
};

/** A protected service in answers. */
export const protectedService = z
  .object({
    id: id.meta({ description: "ID of the service." }),
    slug: z.string().meta({ description: DESCRIPTIONS.slug }),
    description: z.string().nullable().meta({ description: "Description; null for none." }),
    required_scope: z
      .string()
      .meta({ description: "Scope of the access tokens that open it.", readOnly: true }),
    roles: z.array(z.enum(ROLES)).nullable().meta({ description: DESCRIPTIONS.roles }),
    groups: z.array(id).meta({ description: DESCRIPTIONS.groups }),
    methods: z.array(z.string()).nullable().meta({ description: DESCRIPTIONS.methods }),
    headers: z.enum(HEADER_FAMILIES).meta({ description: DESCRIPTIONS.headers }),
    also_accepts: z.array(z.enum(ALSO_ACCEPTED)).meta({ description: DESCRIPTIONS.also_accepts }),
    challenge: z.enum(CHALLENGES).meta({ description: DESCRIPTIONS.challenge }),
    created_at: timestamp.meta({ description: "Time of creation." }),
    updated_at: timestamp.meta({ description: "Time of the latest change." }),
  })
  .meta({ id: "ProtectedService" });

const oneOf = (field: string, values: readonly string[]) => ({
  error: `${field} must be one of ${values.join(", ")}`,
});

/** A list of these words without repetitions, which answers return sorted. */
const wordsField = <Word extends string>(field: string, words: readonly Word[], kind?: string) =>
  listOf(field, z.enum(words as readonly [Word, ...Word[]], oneOf(field, words)), kind);

function listOf<Item extends z.ZodType<string>>(field: string, item: Item, kind = "a list") {
  return z.array(item, { error: `${field} must be ${kind}` }).superRefine((list, context) => {
    for (const [at, word] of list.entries()) {
      if (list.indexOf(word) === at) continue;
      const message = `${field}.${at} repeats ${word}`;
      context.addIssue({ code: "custom", path: [at], message, input: word });
    }
  });
}

/** Required, so that a forgotten or misspelt limit never opens a service to everyone. */
const limitField = <Word extends string>(field: string, words: readonly Word[]) =>
  wordsField(field, words, "null or a list")
    .refine((list) => list.length > 0, {
      error: `${field} must not be empty: null stands for any`,
    })
    .nullable();

const groupsField = listOf("groups", id)
  .refine((list) => list.length <= SERVICE_GROUPS_MAX, {
    error: `groups must have at most ${SERVICE_GROUPS_MAX} entries`,
  })
  .meta({ description: DESCRIPTIONS.groups });

/** What a PUT replaces: everything but the slug, which tokens and proxies name. */
const fields = z.object({
  description: descriptionText
    .transform((given) => (given === "" ? null : given))
    .nullable()
    .default(null)
    .meta({ description: "Description; null for none." }),
  roles: limitField("roles", ROLES).meta({ description: DESCRIPTIONS.roles }),
  groups: groupsField,
  methods: limitField("methods", SERVICE_METHODS).meta({ description: DESCRIPTIONS.methods }),
  headers: z
    .enum(HEADER_FAMILIES, oneOf("headers", HEADER_FAMILIES))
    .default("x-forwarded")
    .meta({ description: DESCRIPTIONS.headers }),
  also_accepts: wordsField("also_accepts", ALSO_ACCEPTED)
    .default([])
    .meta({ description: DESCRIPTIONS.also_accepts }),
  challenge: z
    .enum(CHALLENGES, oneOf("challenge", CHALLENGES))
    .default("bearer")
    .meta({ description: DESCRIPTIONS.challenge }),
});

export const updateServiceBody = fields
  .extend({})
  .register(narrowing, { narrows: SERVICE_NARROWING });

export const createServiceBody = fields
  .extend({
    slug: text
      .regex(SERVICE_SLUG, {
        error:
          "slug must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen at an end",
      })
      .meta({ description: DESCRIPTIONS.slug }),
  })
  .register(narrowing, { narrows: SERVICE_NARROWING });

export const serviceParams = z.object({
  serviceId: text.meta({ description: "ID of the service." }),
});
