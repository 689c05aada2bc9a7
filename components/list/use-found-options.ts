import { useEffect, useState } from "react";
import type { Filter } from "./filter.ts";

const TYPING_MS = 250;

/** The options that match a text; null while empty or loading. */
export function useFoundOptions(search: Filter["search"], text: string): Filter["options"] | null {
  const [found, setFound] = useState<Filter["options"] | null>(null);
  const typed = text.trim();
  useEffect(() => {
    if (!search || typed === "") return setFound(null);
    let wanted = true;
    const timer = setTimeout(async () => {
      const options = await search(typed);
      if (wanted) setFound(options);
    }, TYPING_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [search, typed]);
  return found;
}
