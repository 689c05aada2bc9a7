import { accountSettings } from "#lib/contract/account.ts";
import { toWireAccount } from "#lib/contract/account-view.ts";
import type { accountsOperations } from "#lib/contract/operations/accounts.ts";
import type { roostSettingsOperations } from "#lib/contract/operations/roost.ts";
import { toWireRoostSettings } from "#lib/contract/roost-settings.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_PERSON } from "../samples.ts";

/** A new account with NetBird's defaults. */
const ACCOUNT = toWireAccount({
  id: "d3k5utk4kv9c73a0b1b0",
  createdAt: new Date("2026-11-20T08:00:00.000Z"),
  createdBy: SAMPLE_PERSON.id,
  domain: "",
  domainCategory: "",
  settings: accountSettings.parse({}),
});

export const accountsDocs: OperationDocs<keyof typeof accountsOperations> = {
  "accounts.list": { answer: [ACCOUNT] },
  "accounts.update": {
    description:
      "Replaces all settings: read them, change some, and send all of them back. If absent, `extra`, " +
      "`onboarding` and Roost's own settings (`personal_access_tokens_enabled`, `access_token…`, " +
      "`service_token_max_days`) stay unchanged. The last one changes only with an owner's session.",
    body: { settings: { peer_login_expiration: 86_400, groups_propagation_enabled: true } },
    answer: ACCOUNT,
  },
  "accounts.delete": {
    description:
      "Cannot be undone. The next setup needs a code from `npm run admin -- setup-code`.",
    answer: {},
  },
};

const SETTINGS = toWireRoostSettings(accountSettings.parse({}));

export const roostSettingsDocs: OperationDocs<keyof typeof roostSettingsOperations> = {
  "roost.settings.get": {
    description: "The settings that Roost acts on, also those at `/api/accounts`.",
    answer: SETTINGS,
  },
  "roost.settings.update": {
    description:
      "Absent settings stay unchanged. All but `user_approval_required` change only with a " +
      "session, `service_token_max_days` only with an owner's.",
    body: { ...SETTINGS, access_token_max_days: 90 },
    answer: { ...SETTINGS, access_token_max_days: 90 },
  },
};
