import type { groupsOperations } from "#lib/contract/operations/groups.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_GROUP } from "../samples.ts";

export const groupsDocs: OperationDocs<keyof typeof groupsOperations> = {
  "groups.list": {
    description: "With `name`, returns a list of that group, or 404.",
    answer: [SAMPLE_GROUP],
  },
  "groups.create": {
    description:
      "Peers and resources are stored and returned in the given order; not used by Roost.",
    body: { name: SAMPLE_GROUP.name, peers: [], resources: [] },
    answer: SAMPLE_GROUP,
  },
  "groups.get": { answer: SAMPLE_GROUP },
  "groups.update": {
    description: "Replaces all three fields: absent peers and resources become empty lists.",
    body: { name: "Operations", peers: [], resources: [] },
    answer: { ...SAMPLE_GROUP, name: "Operations" },
  },
  "groups.delete": {
    description: "Returns 400 for an unknown group, for `All`, and for a group in use.",
    answer: {},
  },
};
