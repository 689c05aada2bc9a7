import { Compass } from "lucide-react";
import { MessageScreen } from "./message-screen.tsx";
import { TextLink } from "./text-link.tsx";

export function NotFoundScreen() {
  return (
    <MessageScreen
      icon={Compass}
      title="Page not found"
      action={<TextLink href="/">Go to overview</TextLink>}
    >
      <p>It may have been deleted, or the URL is wrong.</p>
    </MessageScreen>
  );
}
