import type { Metadata } from "next";
import { ApiReference } from "#components/docs/api-reference.tsx";
import { PublicFrame } from "#components/docs/public-frame.tsx";
import { apiDocument } from "#lib/openapi/document.ts";
import { currentActor } from "../../current-actor.ts";
import { ownOrigin } from "../../own-origin.ts";
import { referenceOf } from "./reference.ts";

export const metadata: Metadata = { title: "API reference" };

type Props = { searchParams: Promise<{ search?: string | string[] }> };

/** Anyone may read it; signed in, one reads it within the dashboard. */
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
  const isSignedIn = (await currentActor()) !== null;
  return isSignedIn ? page : <PublicFrame signIn="/sign-in?next=%2Fdocs">{page}</PublicFrame>;
}
