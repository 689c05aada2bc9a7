import { expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { rotationDefaults } from "./rotation-defaults.ts";

const CREATED = Date.UTC(2026, 8, 15, 9, 30);
const lasting = (time: number) => ({
  name: "nightly",
  createdAt: new Date(CREATED),
  expiresAt: new Date(CREATED + time),
  scopes: null,
  allowedNetworks: null,
});

test.each([
  ["its own whole days", 90 * DAY_MS, 90],
  ["the nearest whole day", 7.4 * DAY_MS, 7],
  ["a day at least", 0.2 * DAY_MS, 1],
  ["a year at most", 4000 * DAY_MS, 365],
])("a rotation starts with the name of the old token, and %s", (_, time, days) => {
  expect(rotationDefaults(lasting(time), 365)).toEqual({ name: "nightly", expires_in: days });
});

test("a rotation starts with at most the account's maximum lifetime", () => {
  expect(rotationDefaults(lasting(90 * DAY_MS), 30).expires_in).toBe(30);
  expect(rotationDefaults(lasting(7 * DAY_MS), 30).expires_in).toBe(7);
});

test.each([[["groups:read"]], [[]]])("a rotation keeps the scopes %j", (scopes) => {
  expect(rotationDefaults({ ...lasting(DAY_MS), scopes }, 30)).toMatchObject({ scopes });
});

test("a rotation keeps the networks of the old token", () => {
  const allowedNetworks = ["192.0.2.0/24"];
  const fields = rotationDefaults({ ...lasting(DAY_MS), allowedNetworks }, 30);
  expect(fields).toMatchObject({ allowed_networks: allowedNetworks });
});
