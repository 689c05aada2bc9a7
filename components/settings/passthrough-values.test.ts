import { expect, test } from "vitest";
import { settingValue } from "#components/shared/setting-value.ts";
import { accountSettings } from "#lib/contract/account.ts";
import { passthroughSettings } from "./passthrough-values.ts";
import { SETTINGS } from "./setting-labels.ts";

const preset = accountSettings.parse({});
const ONBOARDING = 2;

test("every setting is either editable or passed through", () => {
  const acting = Object.values(SETTINGS).flat();
  const kept = passthroughSettings(preset);
  expect(acting.length + kept.length + ONBOARDING).toBe(Object.keys(preset).length);
  expect(new Set(kept.map(({ name }) => name)).size).toBe(kept.length);
});

test("values are shown in words", () => {
  const shown = (changed: object) =>
    Object.fromEntries(
      passthroughSettings({ ...preset, ...changed }).map(({ name, value }) => [
        name,
        settingValue(name, value),
      ]),
    );
  expect(shown({})).toMatchObject({
    peer_login_expiration: "1 day",
    peer_inactivity_expiration: "10 minutes",
    peer_inactivity_expiration_enabled: "Off",
    lazy_connection_enabled: "On",
    dns_domain: "Not set",
    jwt_allow_groups: "None",
    "dashboard_features.agent_network": "Not set",
  });
  const changed = {
    peerLoginExpiration: 5400,
    peerInactivityExpiration: 0,
    jwtAllowGroups: ["one", "two"],
    dashboardFeatures: { agentNetwork: true },
  };
  expect(shown(changed)).toMatchObject({
    peer_login_expiration: "90 minutes",
    peer_inactivity_expiration: "0 seconds",
    jwt_allow_groups: "one, two",
    "dashboard_features.agent_network": "On",
  });
});
