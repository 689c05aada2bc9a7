import { UserPage, userMetadata } from "../../user-page.tsx";

type Props = { params: Promise<{ userId: string }> };

export async function generateMetadata({ params }: Props) {
  return userMetadata({ ...(await params), kind: "people" });
}

export default async function PersonPage({ params }: Props) {
  return <UserPage {...(await params)} kind="people" />;
}
