import type { protectedServicesOperations } from "#lib/contract/operations/protected-services.ts";
import { toWireService } from "#lib/contract/service-view.ts";
import {
  createService,
  deleteService,
  updateService,
} from "#lib/services/protected-services/change-services.ts";
import { getService, listServices } from "#lib/services/protected-services/list-services.ts";
import type { Handlers } from "../handler.ts";

export const protectedServicesHandlers: Handlers<keyof typeof protectedServicesOperations> = {
  "protected_services.list": {
    run: async ({ actor }) => (await listServices(actor)).map(toWireService),
  },
  "protected_services.create": {
    run: async ({ actor, body }) => toWireService(await createService(actor, body)),
  },
  "protected_services.get": {
    run: async ({ actor, params }) => toWireService(await getService(actor, params.serviceId)),
  },
  "protected_services.update": {
    run: async ({ actor, params, body }) =>
      toWireService(await updateService(actor, params.serviceId, body)),
  },
  "protected_services.delete": {
    async run({ actor, params }) {
      await deleteService(actor, params.serviceId);
      return {};
    },
  },
};
