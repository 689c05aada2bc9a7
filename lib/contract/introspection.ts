import { z } from "zod";
import { id, ROLES, text } from "./fields.ts";

const TOKEN_MAX = 4096;

/** A token to introspect (RFC 7662, 2.1), and the address from which it was used. */
export const introspectionBody = z.object({
  token: text
    .max(TOKEN_MAX, { error: `token must be at most ${TOKEN_MAX} characters` })
    .meta({ description: "The access token to check." }),
  token_type_hint: text.optional().meta({ description: "Ignored: Roost has one type of token." }),
  ip: z
    .union([z.ipv4(), z.ipv6()], { error: "ip must be an IPv4 or IPv6 address" })
    .optional()
    .meta({
      description:
        "Address of the client that sent the token. Without it, a token that is limited to networks is inactive.",
    }),
});

/** The answer (RFC 7662, 2.2): of an inactive token nothing but that. */
export const introspection = z
  .object({
    active: z.boolean().meta({ description: "Whether the token works now." }),
    scope: z.string().optional().meta({
      description: "Scopes of the token, separated by spaces; `all` for one without scopes.",
    }),
    client_id: id.optional().meta({ description: "ID of the user." }),
    username: z.string().optional().meta({ description: "Name of the user." }),
    sub: id.optional().meta({ description: "ID of the user." }),
    token_type: z.literal("Bearer").optional().meta({ description: "Always `Bearer`." }),
    exp: z.int().optional().meta({ description: "Expiry, in seconds since 1970." }),
    iat: z.int().optional().meta({ description: "Creation, in seconds since 1970." }),
    jti: id.optional().meta({ description: "ID of the token." }),
    iss: z.string().optional().meta({ description: "Address of Roost." }),
    roost_role: z.enum(ROLES).optional().meta({ description: "Role of the user." }),
    roost_groups: z
      .array(
        z.object({
          id: id.meta({ description: "Group ID." }),
          name: z.string().meta({ description: "Name of the group." }),
        }),
      )
      .optional()
      .meta({ description: "Groups of the user." }),
    roost_service_user: z
      .boolean()
      .optional()
      .meta({ description: "Whether the user is a service user." }),
  })
  .meta({ id: "Introspection" });
