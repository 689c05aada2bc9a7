import { Download } from "lucide-react";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { routeOf } from "#lib/contract/routes.ts";

type ExportLinksProps = {
  operation: "roost.events.export" | "reviews.export";
  /** The list's URL with its search and filters. */
  address: string;
  /** What the file holds, for screen readers: "events". */
  noun: string;
};

/** Links to export the rows of all pages of a list, with the search and filters of its URL. */
export function ExportLinks({ operation, address, noun }: ExportLinksProps) {
  const filters = address.split("?")[1] ?? "";
  const hrefOf = (format: string) => {
    const asked = new URLSearchParams(filters);
    asked.set("format", format);
    // For Excel, which would otherwise misread non-ASCII characters.
    if (format === "csv") asked.set("bom", "1");
    return `${routeOf(operation).path}?${asked}`;
  };
  return (
    <>
      {["csv", "json"].map((format) => (
        <a key={format} href={hrefOf(format)} className={buttonVariants()}>
          <Download aria-hidden className="max-sm:hidden" />
          {format.toUpperCase()}
          <span className="sr-only"> file of all these {noun}</span>
        </a>
      ))}
    </>
  );
}
