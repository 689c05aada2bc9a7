/** The query parameters that filters read and set. */
export type FilterValues = Record<string, string | null>;

/** A filter of a list; `name` is its parameter in the URL and the API. */
export type Filter = {
  name: string;
  /** Its name for browser scripts, if it differs. */
  column?: string;
  label: string;
  options: readonly { value: string; label: string }[];
  /** Finds options by name if not all are listed; null on failure. */
  search?:
    | ((text: string) => Promise<readonly { value: string; label: string }[] | null>)
    | undefined;
  /**
   * Further parameters that an option sets; `read` and `write` convert them to one value and back.
   */
  with?: readonly string[];
  read?: (values: FilterValues) => string;
  write?: (value: string) => FilterValues;
};

/** The query parameters that a filter reads and sets. */
export const parametersOf = (filter: Filter): readonly string[] => [
  filter.name,
  ...(filter.with ?? []),
];
