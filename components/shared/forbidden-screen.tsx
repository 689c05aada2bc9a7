import { Lock } from "lucide-react";
import { MessageScreen } from "./message-screen.tsx";
import { TextLink } from "./text-link.tsx";

type ForbiddenScreenProps = { reason: string; role: string; profile: string };

/** Says that the page exists but is not for this reader, and who can change that. */
export function ForbiddenScreen({ reason, role, profile }: ForbiddenScreenProps) {
  return (
    <MessageScreen
      icon={Lock}
      title="You don't have access to this page"
      action={<TextLink href={profile}>Go to your profile</TextLink>}
    >
      <p>
        {reason} You are signed in with the role {role}.
      </p>
      <p>If you need this page, ask an owner or admin to change your role.</p>
    </MessageScreen>
  );
}
