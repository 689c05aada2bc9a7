import { Download } from "lucide-react";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { routeOf } from "#lib/contract/routes.ts";

/** The events of all pages as a file, with the search and filters of the list at this address. */
export function ExportLinks({ address }: { address: string }) {
  const filters = address.split("?")[1] ?? "";
  const hrefOf = (format: string) => {
    const asked = new URLSearchParams(filters);
    asked.set("format", format);
    // For Excel, which would else read letters beyond ASCII as others.
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
