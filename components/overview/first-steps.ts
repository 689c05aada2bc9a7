import { createPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";

const NEW_SERVICE_USER = createPath(PAGES.serviceUsers.path);

export type Beginnings = {
  serviceUsers: number;
  /** Whether a service user has a token, and one has used it. */
  hasToken: boolean;
  hasUsedToken: boolean;
  people: number;
  invites: number;
  /** The page of the first service user, where its token is created. */
  firstServiceUser: string | undefined;
};

export type FirstStep = { title: string; done: boolean; text: string; href: string };

/** What somebody does first in a new installation, in this order; null once all of it is done. */
export function firstStepsOf(begun: Beginnings): FirstStep[] | null {
  const steps: FirstStep[] = [
    {
      title: "Create a service user",
      text: "An account for a script or a service, with a role of its own.",
      done: begun.serviceUsers > 0,
      href: NEW_SERVICE_USER,
    },
    {
      title: "Create its access token",
      text: "Its text is shown once, ready to paste into curl, CI or Terraform.",
      done: begun.hasToken,
      href: begun.firstServiceUser ?? NEW_SERVICE_USER,
    },
    {
      title: "Call the API with it",
      text: "Every operation is described, each with a command to copy.",
      done: begun.hasUsedToken,
      href: PAGES.docs.path,
    },
    {
      title: "Invite a colleague",
      text: "Somebody else should be able to revoke a token when you cannot.",
      done: begun.people > 1 || begun.invites > 0,
      href: createPath(PAGES.users.path),
    },
  ];
  return steps.every(({ done }) => done) ? null : steps;
}
