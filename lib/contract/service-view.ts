import type { Role } from "./fields.ts";
import type { OperationAnswer } from "./operations.ts";
import { serviceScope } from "./protected-services.ts";
import type { AlsoAccepted, Challenge, HeaderFamily } from "./service-choices.ts";

/** A service that a proxy opens to access tokens with its scope. */
export type ProtectedServiceView = {
  id: string;
  slug: string;
  description: string | null;
  /** Roles that it is open to; null for any. */
  roles: readonly Role[] | null;
  /** IDs of the groups whose members it is open to; empty for everyone. */
  groups: readonly string[];
  /** Methods of HTTP that it is open to; null for any. */
  methods: readonly string[] | null;
  headers: HeaderFamily;
  alsoAccepts: readonly AlsoAccepted[];
  challenge: Challenge;
  createdAt: Date;
  updatedAt: Date;
};

/** A protected service in the list, with how often it was opened in the last 30 days. */
export type DescribedService = Omit<ProtectedServiceView, "groups"> & {
  groups: { id: string; name: string }[];
  opened: number;
};

export function toWireService(
  view: ProtectedServiceView,
): OperationAnswer<"protected_services.get"> {
  return {
    id: view.id,
    slug: view.slug,
    description: view.description,
    required_scope: serviceScope(view.slug),
    roles: view.roles && [...view.roles],
    groups: [...view.groups],
    methods: view.methods && [...view.methods],
    headers: view.headers,
    also_accepts: [...view.alsoAccepts],
    challenge: view.challenge,
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
  };
}
