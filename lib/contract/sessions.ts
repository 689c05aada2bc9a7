import { z } from "zod";
import { id, text, timestamp } from "./fields.ts";

/** A browser session. Its id here names it, but opens nothing: the cookie holds another. */
export const session = z
  .object({
    id,
    created_at: timestamp,
    last_seen: timestamp,
    expires_at: timestamp,
    address: z.string(),
    user_agent: z.string(),
    is_current: z.boolean(),
  })
  .meta({ id: "Session" });

export const sessionParams = z.object({ userId: text, sessionId: text });
