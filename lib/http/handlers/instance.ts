import type { instanceOperations } from "#lib/contract/operations/instance.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { setUp } from "#lib/services/instance/set-up.ts";
import type { Handlers } from "../handler.ts";
import { assertOwnHost } from "../origin-rule.ts";

export const instanceHandlers: Handlers<keyof typeof instanceOperations> = {
  "instance.status": {
    run: async () => ({ setup_required: (await getInstanceStatus()).setupRequired }),
  },
  "instance.setup": {
    async run({ body, origin, headers }) {
      assertOwnHost(headers);
      const { userId, email, plainToken } = await setUp(body, origin);
      return {
        user_id: userId,
        email,
        ...(plainToken === undefined ? {} : { personal_access_token: plainToken }),
      };
    },
  },
};
