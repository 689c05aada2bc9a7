import { debounce, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useTransition } from "react";
import { redactToken } from "#components/shared/redact-token.ts";

const TYPING_MS = 250;

type AddressChange = Record<string, string | null>;

/**
 * The state of a list in the URL, so that it can be shared and survives a reload: search, order,
 * page and filters. The server renders it.
 */
export function useListAddress(filters: readonly string[] = []) {
  const [pending, startTransition] = useTransition();
  const names = ["search", "sort", "cursor", ...filters].join();
  const parsers = useMemo(
    () => Object.fromEntries(names.split(",").map((name) => [name, parseAsString])),
    [names],
  );
  const [values, setValues] = useQueryStates(parsers, { shallow: false, startTransition });

  /** Every change except paging returns to the first page. */
  const change = (wanted: AddressChange) => void setValues({ cursor: null, ...wanted });
  const search = (text: string) =>
    void setValues(
      { cursor: null, search: redactToken(text) || null },
      { limitUrlUpdates: debounce(text === "" ? 0 : TYPING_MS) },
    );
  return { values, change, search, pending };
}
