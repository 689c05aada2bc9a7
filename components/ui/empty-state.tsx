import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  /** One line on what to do. */
  children: ReactNode;
  /** The action to start with. */
  action?: ReactNode;
};

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div
      data-slot="empty-state"
      className="grid justify-items-center gap-2 rounded-lg border border-dashed bg-surface px-6 py-12 text-center"
    >
      <Icon aria-hidden className="size-6 text-quiet" strokeWidth={1.5} />
      <p className="font-semibold">{title}</p>
      <p className="wrap-anywhere max-w-md text-balance text-quiet">{children}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
