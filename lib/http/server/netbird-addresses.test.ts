import { expect, test } from "vitest";
import { netbirdPage } from "./netbird-addresses.ts";

test.each([
  ["/team/user?id=0e0c53ec-1111", "/team/users/0e0c53ec-1111"],
  ["/team/user/?id=0e0c53ec-1111", "/team/users/0e0c53ec-1111"],
  ["/team/user?id=0e0c53ec&service_user=true", "/team/service-users/0e0c53ec"],
  ["/team/user", "/team/users"],
  ["/groups", "/team/groups"],
  ["/group?id=d1", "/team/groups"],
  ["/events/audit", "/activity"],
  ["/invite?token=nbi_abc123", "/invite/nbi_abc123"],
])("NetBird's %s redirects to %s", (target, here) => {
  expect(netbirdPage(target)).toBe(here);
});

test.each(["/", "/team/users", "/settings?tab=groups", "/peers", "/setup-keys", "/invite/nbi_abc"])(
  "%s is not redirected",
  (target) => {
    expect(netbirdPage(target)).toBeNull();
  },
);

test.each(["/team/user?id=//other.test", "/team/user?id=..%2Fx", "/invite?token=%2F%2Fother.test"])(
  "%s does not redirect to another origin",
  (target) => {
    expect(netbirdPage(target) ?? "/").toMatch(/^\/(?:team\/users)?$/);
  },
);
