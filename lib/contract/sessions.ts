import { z } from "zod";
import { id, text, timestamp, userIdParam } from "./fields.ts";

/** A browser session. Its ID cannot be used to sign in: the cookie contains another one. */
export const session = z
  .object({
    id: id.meta({ description: "Session ID. It cannot be used to sign in." }),
    created_at: timestamp.meta({ description: "Time of the sign-in." }),
    last_seen: timestamp.meta({ description: "Time of the latest request." }),
    expires_at: timestamp.meta({ description: "Time at which the session ends." }),
    address: z.string().meta({ description: "IP address of the latest request." }),
    user_agent: z.string().meta({ description: "User-Agent of the latest request." }),
    is_current: z.boolean().meta({ description: "Whether the request used this session." }),
  })
  .meta({ id: "Session" });

export const sessionParams = z.object({
  userId: userIdParam,
  sessionId: text.meta({ description: "Session ID." }),
});

export const proofBody = z.strictObject({
  password: text.min(1, { error: "password is required" }).meta({
    description: "Password of the signed-in user.",
  }),
});

export const provenSession = z.object({
  proven_until: timestamp.meta({
    description: "Until when operations that need a recent password are allowed.",
  }),
});
