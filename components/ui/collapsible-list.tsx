import type { Key, ReactNode } from "react";

const SHOWN = 5;

type CollapsibleListProps<Item> = {
  items: readonly Item[];
  keyOf: (item: Item) => Key;
  /** The content of a row, usually one part at each end. */
  children: (item: Item) => ReactNode;
};

/** A small list; of many entries the first five, the others on demand. */
export function CollapsibleList<Item>({ items, ...rows }: CollapsibleListProps<Item>) {
  const more = items.slice(SHOWN);
  return (
    <div className="grid gap-1">
      <Rows items={items.slice(0, SHOWN)} {...rows} />
      {more.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm text-xs underline-offset-4 hover:underline">
            and {more.length} more
          </summary>
          <Rows items={more} {...rows} />
        </details>
      )}
    </div>
  );
}

function Rows<Item>({ items, keyOf, children }: CollapsibleListProps<Item>) {
  return (
    <ul className="grid gap-1 text-xs">
      {items.map((item) => (
        <li key={keyOf(item)} className="flex min-w-0 justify-between gap-4">
          {children(item)}
        </li>
      ))}
    </ul>
  );
}
