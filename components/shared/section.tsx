import { type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";

type SectionProps = {
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Target of links. */
  id?: string;
};

/** A titled part of a page. */
export function Section({ title, description, action, children, className, id }: SectionProps) {
  const titleId = useId();
  return (
    <section
      id={id}
      aria-labelledby={titleId}
      className={cn("section grid scroll-mt-16 gap-4", className)}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-44 gap-1">
          <h2 id={titleId} className="font-semibold text-base">
            {title}
          </h2>
          {description && <p className="wrap-anywhere max-w-2xl text-quiet">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
