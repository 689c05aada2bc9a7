import { roleName } from "#components/shared/role-labels.ts";
import type { Role } from "#lib/contract/fields.ts";
import { SERVICE_METHODS } from "#lib/contract/service-choices.ts";
import { LimitField } from "./limit-field.tsx";
import type { ServiceDraft } from "./service-draft.ts";

const ROLES: readonly Role[] = [
  ...(["owner", "admin", "network_admin", "auditor", "billing_admin", "user"] as const),
];
/** Those of common services; others are kept where a service has them. */
const COMMON = 7;

type LimitFieldsProps = {
  draft: ServiceDraft;
  error: string | undefined;
  onChange: (change: Partial<ServiceDraft>) => void;
};

export function RolesField({ draft, error, onChange }: LimitFieldsProps) {
  return (
    <LimitField
      legend="Roles"
      any={{ label: "Any role", explanation: "The role of the token's owner does not matter." }}
      some={{ label: "Only some roles", explanation: "All others are refused." }}
      choices={ROLES.map((value) => ({ value, label: roleName(value) }))}
      value={draft.roles}
      error={error}
      onChange={(roles) => onChange({ roles })}
    />
  );
}

export function MethodsField({ draft, error, onChange }: LimitFieldsProps) {
  const offered = [...new Set([...SERVICE_METHODS.slice(0, COMMON), ...(draft.methods ?? [])])];
  return (
    <LimitField
      legend="Methods"
      any={{ label: "Any method", explanation: "The proxy need not say which one it is." }}
      some={{
        label: "Only some methods",
        explanation: "Refused unless the proxy says the method.",
      }}
      choices={offered.map((value) => ({ value, label: value }))}
      value={draft.methods}
      error={error}
      onChange={(methods) => onChange({ methods })}
    />
  );
}
