import { Compass } from "lucide-react";
import { MessageScreen } from "./message-screen.tsx";
import { TextLink } from "./text-link.tsx";

export function NotFoundScreen() {
  return (
    <MessageScreen
      icon={Compass}
      title="There is nothing at this address"
      action={<TextLink href="/">Go to the start page</TextLink>}
    >
      <p>What was here may have been deleted, or the address has a typing error.</p>
    </MessageScreen>
  );
}
