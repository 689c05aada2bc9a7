/** The parameters of an address that filters read and set. */
export type FilterValues = Record<string, string | null>;

/** One question that narrows a list; `name` is its parameter in the address and in the API. */
export type Filter = {
  name: string;
  /** What scripts call it, where that is not its name. */
  column?: string;
  label: string;
  options: readonly { value: string; label: string }[];
  /** Finds options by name, where there are more than are listed; null where that failed. */
  search?:
    | ((text: string) => Promise<readonly { value: string; label: string }[] | null>)
    | undefined;
  /** Other parameters that an option may set; then the two below turn them into one and back. */
  with?: readonly string[];
  read?: (values: FilterValues) => string;
  write?: (value: string) => FilterValues;
};

/** The parameters that a filter reads and sets. */
export const parametersOf = (filter: Filter): readonly string[] => [
  filter.name,
  ...(filter.with ?? []),
];
