/** What to do about each fault of the NetBird server or its token. */
const STEPS = {
  unreachable: "Check the address, the network and the certificate of the server.",
  redirect: "Set NETBIRD_URL to the address of the redirect, then restart.",
  not_netbird: "Set NETBIRD_URL to the address of NetBird's management server, then restart.",
  setup_required: "Set the NetBird server up. Roost checks it again every minute.",
  wrong_token:
    "Set NETBIRD_TOKEN to a new token of a service user with the role admin, then restart.",
  person: "Set NETBIRD_TOKEN to a token of a service user with the role admin, then restart.",
  blocked: "Unblock the service user at NetBird, or set NETBIRD_TOKEN to a token of another one.",
  other_account:
    "Set NETBIRD_URL to the earlier address. To move on, run remove-mirrors with it first.",
} as const;

export type Fault = keyof typeof STEPS;

/** The one next step. */
export const stepFor = (fault: Fault): string => STEPS[fault];
