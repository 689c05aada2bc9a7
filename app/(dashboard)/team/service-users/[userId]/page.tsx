import { UserPage, userMetadata } from "../../user-page.tsx";

type Props = { params: Promise<{ userId: string }> };

export async function generateMetadata({ params }: Props) {
  return userMetadata({ ...(await params), kind: "service-users" });
}

export default async function ServiceUserPage({ params }: Props) {
  return <UserPage {...(await params)} kind="service-users" />;
}
