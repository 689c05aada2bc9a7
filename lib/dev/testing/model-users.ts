import { addUser, endSessions, removeUser } from "./model.ts";
import {
  anyone,
  EMAILS,
  first,
  groupsFor,
  isAdmin,
  isTaken,
  type ModelContext,
  managesAccount,
  ROLES,
  type Step,
} from "./model-rules.ts";

export function createUser(given: ModelContext): Step {
  const { world, me, pick } = given;
  const isMachine = pick([true, false]);
  const [role, email, groups] = [pick(ROLES), pick(EMAILS), groupsFor(given)];
  const refused: [boolean, number][] = isMachine
    ? [
        [!isAdmin(me), 403],
        [role === "owner", 422],
      ]
    : [
        [role === "owner", 422],
        [!isAdmin(me), 403],
        [isTaken(world, email), 409],
      ];
  return {
    method: "POST",
    path: "/api/users",
    body: { name: "made", role, email, auto_groups: groups, is_service_user: isMachine },
    status: first(...refused),
    events: [isMachine ? "service.user.create" : "user.create"],
    effect: ({ body: { id, password = "" } }) =>
      addUser(world, {
        ...{ id, role, isMachine, groups, password, name: "made", email: isMachine ? "" : email },
        ...{ isBlocked: false, isPending: false },
      }),
  };
}

export function updateUser(given: ModelContext): Step {
  const { world, me, pick } = given;
  const id = anyone(given);
  const target = world.users.get(id);
  const [role, groups] = [pick([target?.role ?? "user", pick(ROLES)]), groupsFor(given)];
  const [isBlocked, name] = [pick([true, false, target?.isBlocked ?? false]), pick(["n1", "n2"])];
  const request = {
    method: "PUT" as const,
    path: `/api/users/${id}`,
    body: { role, auto_groups: groups, is_blocked: isBlocked, name },
  };
  if (target === undefined) return { ...request, status: 404 };
  const becomesOwner = role === "owner" && target.role !== "owner";
  const status = first(
    [!isAdmin(me), 403],
    [target === me && (role !== me.role || isBlocked !== me.isBlocked), 403],
    [target.role === "owner" && (isBlocked || (role !== "owner" && me.role !== "owner")), 403],
    [becomesOwner && (me.role !== "owner" || target.isMachine || isBlocked), 403],
    [becomesOwner && !managesAccount(given), 403],
    [groups.some((group) => (world.groups.get(group) ?? "All") === "All"), 422],
  );
  const without = (a: string[], b: string[]) => a.filter((one) => !b.includes(one));
  const events = [
    ...(name === target.name ? [] : ["user.name.update"]),
    ...(isBlocked === target.isBlocked ? [] : [isBlocked ? "user.block" : "user.unblock"]),
    ...(role === target.role ? [] : [becomesOwner ? "transferred.owner.role" : "user.role.update"]),
    ...(world.settings.propagation
      ? [
          ...without(groups, target.groups).map(() => "user.group.add"),
          ...without(target.groups, groups).map(() => "user.group.delete"),
        ]
      : []),
  ];
  const effect = () => {
    if (role !== target.role || isBlocked) endSessions(world, id);
    if (becomesOwner) {
      me.role = "admin";
      endSessions(world, me.id);
    }
    const isPending = target.isPending && isBlocked;
    Object.assign(target, { role, groups, isBlocked, isPending, name });
  };
  return { ...request, status, events, effect };
}

export function deleteUser(given: ModelContext): Step {
  const { world, me, pick } = given;
  const id = anyone(given);
  const target = world.users.get(id);
  const isRejection = pick([true, false, false]);
  return {
    method: "DELETE",
    path: `/api/users/${id}${isRejection ? "/reject" : ""}`,
    status: first(
      [id === me.id, 422],
      [!isAdmin(me), 403],
      [target === undefined, 404],
      [isRejection && target?.isPending === false, 422],
      [target?.role === "owner", 403],
    ),
    events: [
      target?.isMachine ? "service.user.delete" : "user.delete",
      ...(isRejection ? ["user.reject"] : []),
    ],
    effect: () => removeUser(world, id),
  };
}

export function approveUser({ world, me, pick }: ModelContext): Step {
  const waiting = [...world.users.values()].filter(({ isPending }) => isPending);
  const id = pick([pick(world.ids), waiting[0]?.id ?? "unknown"]);
  const target = world.users.get(id);
  return {
    method: "POST",
    path: `/api/users/${id}/approve`,
    status: first([!isAdmin(me), 403], [target === undefined, 404], [!target?.isPending, 422]),
    events: ["user.approve"],
    effect: () => target && Object.assign(target, { isBlocked: false, isPending: false }),
  };
}

export function resendInvite({ world, me, pick }: ModelContext): Step {
  const id = pick(world.ids);
  const isPerson = world.users.get(id)?.isMachine === false;
  const status = first([!isAdmin(me), 403], [!isPerson, 404], [true, 412]);
  return { method: "POST", path: `/api/users/${id}/invite`, status };
}

export function changePassword(given: ModelContext): Step {
  const { world, me, credential, pick } = given;
  const id = pick([me.id, me.id, pick(world.ids)]);
  const old_password = pick([me.password || "is none here", "is not theirs"]);
  const new_password = pick(["a new password", "another password"]);
  const isRight = !me.isMachine && old_password === me.password;
  return {
    method: "PUT",
    path: `/api/users/${id}/password`,
    body: { old_password, new_password },
    status: first(
      [id !== me.id, 422],
      [!managesAccount(given), 403],
      [!isRight || new_password === old_password, 422],
    ),
    events: ["user.password.change"],
    effect() {
      me.password = new_password;
      endSessions(world, me.id, credential);
    },
  };
}
