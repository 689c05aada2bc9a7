import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { packRows } from "#components/list/packed-rows.ts";
import { PageHeader } from "#components/shared/page-header.tsx";
import { TokenGuide } from "#components/tokens/token-guide.tsx";
import { TokensSection } from "#components/tokens/tokens-section.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ActivitySection } from "#components/users/activity-section.tsx";
import { DeleteUserSection } from "#components/users/delete-user-section.tsx";
import { PasswordSection } from "#components/users/password-section.tsx";
import { ResetLinkSection } from "#components/users/reset-link-section.tsx";
import { SessionsSection } from "#components/users/sessions-section.tsx";
import { UserDetails } from "#components/users/user-details.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { tokenDaysLimit } from "#lib/contract/account.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import type { PersonRef, RevocationView, TokenView, UserView } from "#lib/contract/views.ts";
import { type Action, can, canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { listEventsAbout } from "#lib/services/events/list-events-about.ts";
import { listRevocations } from "#lib/services/events/list-revocations.ts";
import { listSessions } from "#lib/services/sessions/list-sessions.ts";
import { listTokens } from "#lib/services/tokens/list-tokens.ts";
import { describeUsers } from "#lib/services/users/describe-users.ts";
import { ownOrigin } from "../../own-origin.ts";
import { Forbidden } from "../forbidden-page.tsx";
import { policyActor } from "../policy-actor.ts";
import { loadUser } from "./load-user.ts";

type Kind = "people" | "service-users";
type Props = { userId: string; kind: Kind };

const pathOf = ({ userId, kind }: Props) =>
  userPath({ id: userId, isServiceUser: kind === "service-users" });

/** The title of the browser tab: the user's name. */
export async function userMetadata(props: Props): Promise<Metadata> {
  const seen = await loadUser(props.userId, pathOf(props));
  return { title: "user" in seen ? seen.user.name : "No access" };
}

/** The page of a user or service user; the wrong URL of the two redirects to the right one. */
export async function UserPage(props: Props) {
  const path = pathOf(props);
  const seen = await loadUser(props.userId, path);
  if (!("user" in seen)) return <Forbidden actor={seen.actor} refusal={seen.refusal} />;
  const { actor, user } = seen;
  if (userPath(user) !== path) redirect(userPath(user));
  const deleting = can(actor, "users.delete", user);
  const [described] = await describeUsers(actor, [user]);
  return (
    <>
      <PageHeader
        crumbs={crumbsOf(actor, user)}
        title={
          <span className="inline-flex min-w-0 flex-wrap items-center gap-2 break-all">
            <span>{user.name}</span>
            {user.isCurrent && <Badge tone="accent">You</Badge>}
          </span>
        }
      />
      {described && <UserDetails user={described} actor={policyActor(actor)} />}
      <Tokens actor={actor} user={user} contact={described?.contact ?? null} />
      {user.isCurrent && <PasswordSection user={user} />}
      {described && can(actor, "passwords.reset", user).allowed && (
        <ResetLinkSection user={described} />
      )}
      <Sessions actor={actor} user={user} />
      <Activity actor={actor} user={user} />
      <DeleteUserSection
        user={user}
        refusal={deleting.allowed ? undefined : reasonOf(deleting.refusal)}
      />
    </>
  );
}

type TokensProps = { actor: Actor; user: UserView; contact: PersonRef | null };

async function Tokens({ actor, user, contact }: TokensProps) {
  const refusalOf = (action: Action) => {
    const decision = can(actor, action, user);
    return decision.allowed ? undefined : reasonOf(decision.refusal);
  };
  const readRefusal = refusalOf("tokens.read");
  const { id, name, role, isServiceUser, isCurrent, status } = user;
  const tokens = readRefusal ? [] : (await listTokens(actor, user.id)).items;
  return (
    <TokensSection
      holder={{
        ...{ id, name, role, isServiceUser, isCurrent, contact },
        isBlocked: status === "blocked",
      }}
      readerId={actor.userId}
      tokens={readRefusal ? { refusal: readRefusal } : packRows(tokens)}
      revocations={await revocationsOf(actor, id)}
      createRefusal={refusalOf("tokens.create")}
      revokeRefusal={refusalOf("tokens.delete")}
      maxDays={tokenDaysLimit(actor.settings, user)}
      seesEvents={canBegin(actor, "events.list").allowed}
      guide={<Guide user={user} tokens={tokens} />}
    />
  );
}

/** The sessions of the reader, or of users whose sessions the reader may end. Service users have none. */
async function Sessions({ actor, user }: { actor: Actor; user: UserView }) {
  if (user.isServiceUser || !can(actor, "sessions.end", user).allowed) return null;
  return <SessionsSection user={user} sessions={await listSessions(actor, user.id)} />;
}

async function revocationsOf(actor: Actor, userId: string): Promise<RevocationView[]> {
  if (!canBegin(actor, "tokens.revocations", userId).allowed) return [];
  return listRevocations(actor, userId);
}

/** Initially open until a token is used; not shown for another user's tokens. */
async function Guide({ user, tokens }: { user: UserView; tokens: readonly TokenView[] }) {
  if (tokens.length === 0 || !(user.isServiceUser || user.isCurrent)) return null;
  const unused = tokens.every(({ lastUsedAt }) => lastUsedAt === null);
  return <TokenGuide origin={await ownOrigin()} name={user.name} open={unused} />;
}

const EVENTS_SHOWN = 20;

async function Activity({ actor, user }: { actor: Actor; user: UserView }) {
  const decision = canBegin(actor, "events.list");
  const events = decision.allowed
    ? await listEventsAbout(actor, user.id, EVENTS_SHOWN)
    : { refusal: reasonOf(decision.refusal) };
  return <ActivitySection userId={user.id} events={events} />;
}

function crumbsOf(actor: Actor, user: UserView) {
  if (!canBegin(actor, "users.list").allowed) return [{ label: "You" }, { label: user.name }];
  const list = user.isServiceUser
    ? { label: PAGES.serviceUsers.label, href: PAGES.serviceUsers.path }
    : { label: PAGES.users.label, href: PAGES.users.path };
  return [{ label: "Team" }, list, { label: user.name }];
}
