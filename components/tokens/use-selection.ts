import { useState } from "react";

export type Selection = ReturnType<typeof useSelection>;

/** The selected rows of a page, without rows that are no longer on it. */
export function useSelection(rows: readonly { id: string }[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = rows.map(({ id }) => id).filter((id) => chosen.has(id));
  const all = ids.length > 0 && ids.length === rows.length;
  return {
    ids,
    all,
    some: ids.length > 0 && !all,
    has: (id: string) => chosen.has(id),
    toggle: (id: string) => setChosen(new Set(ids.includes(id) ? without(ids, id) : [...ids, id])),
    toggleAll: () => setChosen(new Set(all ? [] : rows.map(({ id }) => id))),
    clear: () => setChosen(new Set()),
  };
}

const without = (ids: string[], id: string) => ids.filter((other) => other !== id);
