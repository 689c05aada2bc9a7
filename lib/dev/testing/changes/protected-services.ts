import { newXid } from "#lib/crypto/xid.ts";
import { seedService } from "../protected-services.ts";
import { asOwner, type Change } from "./change.ts";

const path = "/api/protected-services";
const OPEN = { roles: null, groups: [], methods: null };

/** Audit events of the operations on protected services. */
export const protectedServicesChanges = {
  "protected_services.create": [
    {
      name: "a service",
      run: (team) => asOwner(team, "POST", path, { slug: "wiki", ...OPEN }),
      events: ["protected.service.create"],
    },
  ],
  "protected_services.update": [
    {
      name: "two fields",
      async run(team) {
        const id = await seedService(team.account, { slug: newXid() });
        return asOwner(team, "PUT", `${path}/${id}`, {
          ...OPEN,
          roles: ["user"],
          methods: ["GET"],
        });
      },
      events: ["protected.service.update", "protected.service.update"],
    },
    {
      name: "the same again",
      async run(team) {
        const id = await seedService(team.account, { slug: newXid() });
        return asOwner(team, "PUT", `${path}/${id}`, OPEN);
      },
      events: [],
    },
  ],
  "protected_services.delete": [
    {
      name: "a service",
      async run(team) {
        const id = await seedService(team.account, { slug: newXid() });
        return asOwner(team, "DELETE", `${path}/${id}`);
      },
      events: ["protected.service.delete"],
    },
  ],
} satisfies Record<string, Change[]>;
