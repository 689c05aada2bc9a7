import { z } from "zod";
import { id, ROLES } from "./fields.ts";
import { accessToken } from "./tokens.ts";
import { moduleRights } from "./users.ts";

/** The access token of a request with its owner, and the rights that it has. */
export const ownToken = accessToken
  .extend({
    fingerprint: z
      .string()
      .meta({ description: "Visible start of the token: `nbp_` and ten characters." }),
    user: z
      .object({
        id: id.meta({ description: "User ID." }),
        name: z.string().meta({ description: "Name of the user." }),
        email: z.string().meta({ description: "Email address; empty for service users." }),
        role: z.enum(ROLES).meta({ description: "Role." }),
        is_service_user: z.boolean().meta({ description: "Whether this is a service user." }),
      })
      .meta({ description: "The owner of the token." }),
    permissions: z
      .object({ modules: moduleRights })
      .meta({ description: "The owner's rights, as far as the token's scopes allow them." }),
  })
  .meta({ id: "OwnToken" });
