import { useId } from "react";
import { roleName } from "#components/shared/role-labels.ts";
import { useCall } from "#components/shared/use-call.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Code } from "#components/ui/code.tsx";
import { serviceIn, serviceScope } from "#lib/contract/protected-services.ts";
import { grants } from "#lib/policy/matrix.ts";
import { type Chooser, withScope } from "#lib/policy/scope-choices.ts";

type ServiceScopesProps = {
  holder: Chooser;
  scopes: readonly string[];
  onChange: (scopes: string[]) => void;
};

type Offered = { slug: string; description: string | null; note: string | undefined };

const inScopes = (scopes: readonly string[]) =>
  scopes.flatMap((scope): Offered[] => {
    const slug = serviceIn(scope);
    return slug === undefined ? [] : [{ slug, description: null, note: undefined }];
  });

/**
 * The services that a token may open, if there are any. To narrow a token, only those that it names:
 * a whole role names none.
 */
export function ServiceScopes(props: ServiceScopesProps) {
  const { holder, scopes } = props;
  if (holder.within === undefined) return <AllServices {...props} />;
  const kept = inScopes(holder.within ?? scopes);
  return kept.length > 0 && <Services offered={kept} {...props} />;
}

/** Those who may not list services are offered the chosen ones only. */
function AllServices(props: ServiceScopesProps) {
  const { holder, scopes } = props;
  // People create tokens for themselves, and only admins do for service users.
  const mayList = holder.isServiceUser || grants(holder, "settings", "read");
  const found = useCall("protected_services.list", mayList ? {} : null);
  const listed = found !== "pending" && "data" in found ? found.data : [];
  const offered = listed.map(({ slug, description, roles }) => ({
    ...{ slug, description },
    note:
      roles && !roles.includes(holder.role)
        ? `Not open to the role ${roleName(holder.role)}.`
        : undefined,
  }));
  const known = new Set(offered.map(({ slug }) => slug));
  const all = [...offered, ...inScopes(scopes).filter(({ slug }) => !known.has(slug))];
  return all.length > 0 && <Services offered={all} {...props} />;
}

function Services({ offered, scopes, onChange }: ServiceScopesProps & { offered: Offered[] }) {
  const id = useId();
  return (
    <fieldset className="grid gap-2" data-testid="service-scopes">
      <legend className="mb-2 font-semibold">Protected services</legend>
      {offered.map(({ slug, description, note }) => (
        <div key={slug} className="flex items-start gap-2.5 pl-2">
          <Checkbox
            id={`${id}-${slug}`}
            className="-mt-1"
            checked={scopes.includes(serviceScope(slug))}
            aria-describedby={`${id}-${slug}-note`}
            onChange={({ target }) =>
              onChange(withScope(scopes, serviceScope(slug), target.checked))
            }
          />
          <span className="min-w-0">
            <label htmlFor={`${id}-${slug}`} className="cursor-pointer">
              Opens <Code>{slug}</Code>
            </label>
            <span id={`${id}-${slug}-note`} className="wrap-anywhere block text-quiet text-xs">
              {[description, note].filter(Boolean).join(" · ")}
            </span>
          </span>
        </div>
      ))}
    </fieldset>
  );
}
