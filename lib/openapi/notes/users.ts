import type { usersOperations } from "#lib/contract/operations/users.ts";
import type { Notes } from "../note.ts";
import { SAMPLE_PERSON, SAMPLE_SERVICE_USER } from "../samples.ts";

const ALL = { create: true, read: true, update: true, delete: true };

export const usersNotes: Notes<keyof typeof usersOperations> = {
  "users.list": {
    permission:
      "Any valid credential. Without the permission users.read the list holds only the caller.",
    answer: [SAMPLE_PERSON, SAMPLE_SERVICE_USER],
  },
  "users.create": {
    description:
      "With `is_service_user` a machine account, otherwise a person whose `password` is in the " +
      "answer. They have to change it in the dashboard within 7 days; then it no longer signs them " +
      "in, until a reset link is used. The API does not ask for the change. The role owner is " +
      "refused.",
    body: { name: SAMPLE_SERVICE_USER.name, role: "admin", auto_groups: [], is_service_user: true },
    answer: SAMPLE_SERVICE_USER,
  },
  "users.current": {
    permission: "People, for themselves. Service users are refused.",
    answer: {
      ...SAMPLE_PERSON,
      permissions: {
        is_restricted: false,
        modules: { users: ALL, pats: ALL },
      },
    },
  },
  "users.get": {
    permission: "Anyone for themselves; the permission users.read for everybody else.",
    answer: SAMPLE_SERVICE_USER,
  },
  "users.update": {
    description:
      "Replaces role, groups and block: without `is_blocked` the user is unblocked. An absent " +
      "`name` stays as it is. An owner who makes somebody else owner becomes admin.",
    permission: "Only owners and admins, and nobody their own role or block.",
    body: { role: "user", auto_groups: [], is_blocked: false, name: SAMPLE_SERVICE_USER.name },
    answer: { ...SAMPLE_SERVICE_USER, role: "user" },
  },
  "users.delete": {
    permission: "Nobody deletes an owner, or themselves.",
    answer: {},
  },
  "users.invite": {
    description:
      "Always refused: who has not accepted yet has an invite and no user. Regenerate the invite.",
    answer: {},
  },
  "users.approve": {
    description: "422 for a user who does not wait for it.",
    answer: { ...SAMPLE_PERSON, role: "user", is_current: false },
  },
  "users.reject": {
    description: "Deletes a user who waits for an approval.",
    answer: {},
  },
  "users.changePassword": {
    description: "The session that asks goes on; access tokens keep working.",
    permission: "People, for themselves, by the password they have.",
    body: { old_password: "correct horse battery", new_password: "correct horse battery staple" },
    answer: {},
  },
};
