import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

const NAME = "search";

const inAddress = () => new URLSearchParams(window.location.search).get(NAME) ?? "";

function writeToAddress(query: string): void {
  const url = new URL(window.location.href);
  if (query === "") url.searchParams.delete(NAME);
  else url.searchParams.set(NAME, query);
  window.history.replaceState(null, "", url);
}

/** A table's search text, kept in the address so that it can be shared and survives a reload. */
export function useSearchInAddress(): [query: string, search: (query: string) => void] {
  const told = useSearchParams().get(NAME) ?? "";
  const [query, setQuery] = useState(told);
  useEffect(() => {
    // While one types, the router may still tell an older text than the address holds.
    if (told === inAddress()) setQuery(told);
  }, [told]);
  const search = (next: string) => {
    setQuery(next);
    writeToAddress(next);
  };
  return [query, search];
}
