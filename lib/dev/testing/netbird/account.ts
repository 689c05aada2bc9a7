import { type Call, Download, type Handler, Refusal, record } from "./call.ts";
import { objectsAt } from "./state.ts";

const account = ({ state }: Call) => ({
  ...{ id: state.accountId, settings: state.settings, domain: "example.com" },
  ...{ domain_category: "private", created_at: "2026-01-02T03:04:05Z", created_by: "" },
  onboarding: { onboarding_flow_pending: false, signup_form_pending: false },
});

const updateAccount: Handler = (call) => {
  const { state, params, body } = call;
  // As a running server answers.
  if (params.accountId !== state.accountId) throw new Refusal(500, "internal server error");
  const { settings } = body;
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw new Refusal(422, "settings can't be empty");
  }
  state.settings = { extra: state.settings.extra ?? null, ...settings };
  record(call, "account.settings.update", state.accountId);
  return account(call);
};

const deleteAccount: Handler = () => {
  throw new Refusal(500, "the stub keeps its account");
};

/** Any caller starts it: the server logs a refused permission and continues. */
const validateDomain: Handler = (call) => {
  const id = call.params.domainId ?? "";
  const domain = objectsAt(call.state, "/api/reverse-proxies/domains").get(id);
  if (domain === undefined) throw new Refusal(404, `custom domain ${id} not found`);
  domain.validated = true;
  record(call, "domain.validate", id);
  return {};
};

const events: Handler = ({ state }) => state.events;

/** Operations without objects of their own: the account, its events, the server, files. */
export const accountHandlers: Record<string, Handler> = {
  "GET /api/accounts": (call) => [account(call)],
  "PUT /api/accounts/{accountId}": updateAccount,
  "DELETE /api/accounts/{accountId}": deleteAccount,
  "GET /api/events": events,
  "GET /api/events/audit": events,
  "GET /api/instance": ({ state }) => ({ setup_required: state.setupRequired }),
  "GET /api/instance/version": () => ({
    management_current_version: "0.99.0",
    management_update_available: false,
  }),
  "GET /api/reverse-proxies/domains/{domainId}/validate": validateDomain,
  "GET /api/integrations/billing/invoices/{id}/pdf": () =>
    new Download("application/pdf", "%PDF-1.4\n"),
  "GET /api/integrations/billing/invoices/{id}/csv": () => new Download("text/csv", "sum\n1\n"),
};
