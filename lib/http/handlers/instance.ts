import { countSetupCode } from "#lib/auth/attempts.ts";
import { version } from "#lib/config/version.ts";
import type { instanceOperations } from "#lib/contract/operations/instance.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { setUp } from "#lib/services/instance/set-up.ts";
import type { Handlers } from "../handler.ts";
import { assertOwnHost } from "../origin-rule.ts";

export const instanceHandlers: Handlers<keyof typeof instanceOperations> = {
  "instance.status": {
    async run() {
      const { setupRequired, codeRequired } = await getInstanceStatus();
      return {
        setup_required: setupRequired,
        ...(codeRequired ? { setup_code_required: true as const } : {}),
      };
    },
  },
  "instance.version": {
    run: async () => ({
      management_current_version: version(),
      management_update_available: false,
    }),
  },
  "instance.setup": {
    async run({ body, origin, headers }) {
      assertOwnHost(headers);
      if (body.setup_code !== undefined) countSetupCode(origin.address);
      const { userId, email, plainToken } = await setUp(body, origin);
      return {
        user_id: userId,
        email,
        ...(plainToken === undefined ? {} : { personal_access_token: plainToken }),
      };
    },
  },
};
