import type { Metadata } from "next";
import { ApiReference } from "#components/docs/api-reference.tsx";
import { PublicFrame } from "#components/docs/public-frame.tsx";
import { changePasswordPath, signInPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { apiDocument } from "#lib/openapi/document.ts";
import { currentActor, dashboardActor } from "../../current-actor.ts";
import { ownOrigin } from "../../own-origin.ts";
import { referenceOf } from "./reference.ts";

export const metadata: Metadata = { title: PAGES.docs.label };

type Props = { searchParams: Promise<{ search?: string | string[] }> };

/** Public; signed-in users see it within the dashboard. */
export default async function DocsPage({ searchParams }: Props) {
  const { search } = await searchParams;
  const origin = await ownOrigin();
  const page = (
    <ApiReference
      reference={referenceOf(apiDocument(), origin)}
      origin={origin}
      query={typeof search === "string" ? search : ""}
    />
  );
  if ((await dashboardActor()) !== null) return page;
  const way = (await currentActor()) === null ? SIGN_IN : CHANGE_PASSWORD;
  return <PublicFrame way={way}>{page}</PublicFrame>;
}

const SIGN_IN = { label: "Sign in", href: signInPath(PAGES.docs.path) };
const CHANGE_PASSWORD = {
  label: "Change your password",
  href: changePasswordPath(PAGES.docs.path),
};
