import type { groupsOperations } from "#lib/contract/operations/groups.ts";
import type { Notes } from "../note.ts";
import { SAMPLE_GROUP } from "../samples.ts";

export const groupsNotes: Notes<keyof typeof groupsOperations> = {
  "groups.list": {
    description: "With `name` the list is that one group, or 404.",
    answer: [SAMPLE_GROUP],
  },
  "groups.create": {
    description: "Peers and resources are kept in their order and returned; Roost has none itself.",
    body: { name: SAMPLE_GROUP.name, peers: [], resources: [] },
    answer: SAMPLE_GROUP,
  },
  "groups.get": { answer: SAMPLE_GROUP },
  "groups.update": {
    description: "Replaces all three: absent peers and resources become empty.",
    body: { name: "Operations", peers: [], resources: [] },
    answer: { ...SAMPLE_GROUP, name: "Operations" },
  },
  "groups.delete": {
    description: "400 for an unknown group, for `All`, and for one that is still linked.",
    answer: {},
  },
};
