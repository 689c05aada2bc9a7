import type { groupsOperations } from "#lib/contract/operations/groups.ts";
import { toWireGroup } from "#lib/contract/to-wire.ts";
import { createGroup } from "#lib/services/groups/create-group.ts";
import { deleteGroup } from "#lib/services/groups/delete-group.ts";
import { getGroup, getGroupNamed, listGroups } from "#lib/services/groups/list-groups.ts";
import { assertGroupChangeable, updateGroup } from "#lib/services/groups/update-group.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

export const groupsHandlers: Handlers<keyof typeof groupsOperations> = {
  "groups.list": {
    async run({ actor, query, url }) {
      const { name = "", ...page } = query;
      if (name !== "") return [toWireGroup(await getGroupNamed(actor, name))];
      const { items, ...pages } = await listGroups(actor, page);
      return reply(items.map(toWireGroup), linkToPages(url, pages));
    },
  },
  "groups.create": {
    run: async ({ actor, body }) => toWireGroup(await createGroup(actor, body)),
  },
  "groups.get": {
    run: async ({ actor, params }) => toWireGroup(await getGroup(actor, params.groupId)),
  },
  "groups.update": {
    before: ({ actor, params }) => assertGroupChangeable(actor, params.groupId),
    run: async ({ actor, params, body }) =>
      toWireGroup(await updateGroup(actor, params.groupId, body)),
  },
  "groups.delete": {
    async run({ actor, params }) {
      await deleteGroup(actor, params.groupId);
      return {};
    },
  },
};
