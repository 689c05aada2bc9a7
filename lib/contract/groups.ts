import { z } from "zod";
import { givenId, id, keptName, NOT_USED, nameText, sameNameField, text } from "./fields.ts";
import { pagedQuery } from "./paging.ts";

/** Types of the resources in a group; stored and returned, not used by Roost. */
const RESOURCE_TYPES = ["host", "subnet", "domain", "peer"] as const;
const MEMBERS_MAX = 10_000;

const resource = z.object({
  id: id.meta({ description: "Resource ID." }),
  type: z
    .enum(RESOURCE_TYPES, { error: `type must be one of ${RESOURCE_TYPES.join(", ")}` })
    .meta({ description: "Type of the resource." }),
});

/** A group on the wire (contract 2.11). The lists are never null, and in the order of the request. */
export const group = z
  .object({
    id: id.meta({ description: "Group ID." }),
    name: z.string().meta({ description: "Name of the group; not unique." }),
    issued: z.enum(["api", "jwt", "integration"]).meta({ description: "Origin of the group." }),
    peers: z
      .array(
        z.object({
          id: id.meta({ description: "Peer ID." }),
          name: z.string().meta({ description: "Always empty: Roost knows peers by ID only." }),
        }),
      )
      .meta({ description: NOT_USED }),
    peers_count: z.number().int().meta({ description: "Number of peers." }),
    resources: z.array(resource).meta({ description: NOT_USED }),
    resources_count: z.number().int().meta({ description: "Number of resources." }),
  })
  .meta({ id: "Group" });

/** The query of a paged list, and `name`, which limits the list to one group. */
export const listGroupsQuery = pagedQuery(["name", "created_at"]).extend({
  same_name: sameNameField,
  name: text
    .max(255, { error: "name must be at most 255 characters" })
    .optional()
    .meta({ description: "Only the group with this name; 404 if there is none." }),
});

const members = <Item extends z.ZodType>(item: Item, field: string) =>
  z
    .array(item)
    .max(MEMBERS_MAX, { error: `${field} must have at most ${MEMBERS_MAX} entries` })
    .optional()
    .transform((list) => list ?? [])
    .meta({ description: NOT_USED });

const givenResource = resource.extend({ id: givenId.meta({ description: "Resource ID." }) });

const groupBodyWith = (name: z.ZodString) =>
  z.object({
    name: name
      .optional()
      .transform((given) => given ?? "")
      .refine((given) => given !== "", { error: "group name shouldn't be empty" })
      .meta({ description: "Name of the group." }),
    peers: members(givenId, "peers"),
    resources: members(givenResource, "resources"),
  });

export const groupBody = groupBodyWith(nameText);

/** A full replacement: absent lists become empty. The service checks a changed name. */
export const updateGroupBody = groupBodyWith(keptName);

export const groupParams = z.object({
  groupId: text.meta({ description: "Group ID." }),
});
