import { Download } from "lucide-react";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { routeOf } from "#lib/contract/routes.ts";

/** Links to export the events of all pages, with the search and filters of the URL. */
export function ExportLinks({ address }: { address: string }) {
  const filters = address.split("?")[1] ?? "";
  const hrefOf = (format: string) => {
    const asked = new URLSearchParams(filters);
    asked.set("format", format);
    // For Excel, which would otherwise misread non-ASCII characters.
    if (format === "csv") asked.set("bom", "1");
    return `${routeOf("events.export").path}?${asked}`;
  };
  return (
    <>
      {["csv", "json"].map((format) => (
        <a key={format} href={hrefOf(format)} className={buttonVariants()}>
          <Download aria-hidden className="max-sm:hidden" />
          {format.toUpperCase()}
          <span className="sr-only"> file of all these events</span>
        </a>
      ))}
    </>
  );
}
