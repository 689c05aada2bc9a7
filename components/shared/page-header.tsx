import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";

type PageHeaderProps = {
  crumbs: readonly Crumb[];
  title: ReactNode;
  description?: ReactNode;
  /** The page's one primary action. */
  action?: ReactNode;
};

export function PageHeader({ crumbs, title, description, action }: PageHeaderProps) {
  return (
    <div className="mb-6">
      <Breadcrumbs crumbs={crumbs} />
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-64 gap-1">
          <h1 className="break-words font-semibold text-xl tracking-tight">{title}</h1>
          {description && <p className="max-w-2xl text-pretty text-quiet">{description}</p>}
        </div>
        {action}
      </div>
    </div>
  );
}
