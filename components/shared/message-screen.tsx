import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type MessageScreenProps = {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
};

/** A full page with a single message. */
export function MessageScreen({ icon: Icon, title, children, action }: MessageScreenProps) {
  return (
    <div className="mx-auto grid max-w-md gap-3 py-16">
      <Icon aria-hidden className="size-7 text-quiet" strokeWidth={1.5} />
      <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
      <div className="grid gap-2 text-quiet">{children}</div>
      {action && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
