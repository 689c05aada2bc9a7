import { Lock } from "lucide-react";
import { MessageScreen } from "./message-screen.tsx";
import { TextLink } from "./text-link.tsx";

type ForbiddenScreenProps = { reason: string; role: string; profile: string };

/** The page for readers without the required role. */
export function ForbiddenScreen({ reason, role, profile }: ForbiddenScreenProps) {
  return (
    <MessageScreen
      icon={Lock}
      title="You don't have access to this page"
      action={<TextLink href={profile}>Go to your profile</TextLink>}
    >
      <p>
        {reason} Your role is {role}.
      </p>
      <p>Ask an owner or admin if you need access.</p>
    </MessageScreen>
  );
}
