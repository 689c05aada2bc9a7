import type { usersOperations } from "#lib/contract/operations/users.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_PERSON, SAMPLE_SERVICE_USER } from "../samples.ts";

const ALL = { create: true, read: true, update: true, delete: true };
const { description, contact } = SAMPLE_SERVICE_USER;
const DESCRIBED = { description, contact };

export const usersDocs: OperationDocs<keyof typeof usersOperations> = {
  "users.list": {
    permission: "Any valid credential. Without the permission users.read, returns only the caller.",
    answer: [SAMPLE_PERSON, SAMPLE_SERVICE_USER],
  },
  "users.create": {
    description:
      "Creates a service user with `is_service_user`, otherwise a user whose generated `password` is " +
      "in the answer. It expires after 7 days unless the user changes it in the dashboard; after " +
      "that they need a reset link to sign in. The API does not require the change. The role owner " +
      "is refused. `contact` is the person to ask about a service user: a user who is neither " +
      "blocked nor pending approval, otherwise 422.",
    body: {
      ...{ name: SAMPLE_SERVICE_USER.name, role: "admin", auto_groups: [], is_service_user: true },
      ...DESCRIBED,
    },
    answer: SAMPLE_SERVICE_USER,
  },
  "users.current": {
    permission: "Users, for themselves. Returns 403 for service users.",
    answer: {
      ...SAMPLE_PERSON,
      permissions: {
        is_restricted: false,
        modules: { users: ALL, pats: ALL },
      },
    },
  },
  "users.get": {
    permission: "Any caller for themselves; the permission users.read for other users.",
    answer: SAMPLE_SERVICE_USER,
  },
  "users.update": {
    description:
      "Replaces role, groups and block: without `is_blocked` the user is unblocked. Without `name`, " +
      "`description` and `contact` they stay unchanged. When a user is blocked or deleted, the " +
      "service users with that contact get the caller as contact, or an owner if a service user " +
      "sent the request. An owner who grants the role owner becomes an admin.",
    permission: "Owners and admins; not for their own role or block.",
    body: {
      ...{ role: "user", auto_groups: [], is_blocked: false, name: SAMPLE_SERVICE_USER.name },
      ...DESCRIBED,
    },
    answer: { ...SAMPLE_SERVICE_USER, role: "user" },
  },
  "users.delete": {
    permission: "Not for owners, and not for the caller.",
    answer: {},
  },
  "users.invite": {
    description: "Always refused: a pending invite has no user yet. Regenerate the invite instead.",
    answer: {},
  },
  "users.approve": {
    description: "Returns 422 for a user who does not await approval.",
    answer: { ...SAMPLE_PERSON, role: "user", is_current: false },
  },
  "users.reject": {
    description: "Deletes the user. Returns 422 for a user who does not await approval.",
    answer: {},
  },
  "users.changePassword": {
    description: "Ends the user's other sessions. The current one and access tokens keep working.",
    permission: "Users, for themselves, with their current password.",
    body: { old_password: "correct horse battery", new_password: "correct horse battery staple" },
    answer: {},
  },
};
