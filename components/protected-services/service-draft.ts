import type { GroupRef } from "#components/groups/group-options.ts";
import type { Role } from "#lib/contract/fields.ts";
import type { OperationBody } from "#lib/contract/operations.ts";
import type { AlsoAccepted, Challenge, HeaderFamily } from "#lib/contract/service-choices.ts";
import type { DescribedService } from "#lib/contract/service-view.ts";

/** A protected service in its form. Null roles and methods stand for any. */
export type ServiceDraft = {
  slug: string;
  description: string;
  roles: Role[] | null;
  groups: readonly GroupRef[];
  methods: string[] | null;
  headers: HeaderFamily;
  alsoAccepts: AlsoAccepted[];
  challenge: Challenge;
};

/** The draft of a service, or of a new one: open to everyone with its scope. */
export const draftOf = (service: DescribedService | undefined): ServiceDraft => ({
  slug: service?.slug ?? "",
  description: service?.description ?? "",
  roles: service?.roles ? [...service.roles] : null,
  groups: service?.groups ?? [],
  methods: service?.methods ? [...service.methods] : null,
  headers: service?.headers ?? "x-forwarded",
  alsoAccepts: [...(service?.alsoAccepts ?? [])],
  challenge: service?.challenge ?? "bearer",
});

/** The fields of the API that a draft stands for, with its groups created. */
export const bodyOf = (
  { description, alsoAccepts, ...draft }: ServiceDraft,
  groups: readonly GroupRef[],
): OperationBody<"protected_services.update"> => ({
  description: description.trim() || null,
  roles: draft.roles,
  groups: groups.map(({ id }) => id),
  methods: draft.methods,
  headers: draft.headers,
  also_accepts: alsoAccepts,
  challenge: draft.challenge,
});
