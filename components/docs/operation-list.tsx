import { type ChapterView, matches, wordsOf } from "./chapter.ts";
import { Method } from "./method.tsx";

/** Links to every operation, by chapter. */
export function OperationList({ chapters, query }: { chapters: ChapterView[]; query: string }) {
  return (
    <nav aria-label="Operations" className="grid gap-4">
      {chapters.map(({ tag, operations }) => {
        const lines = operations.map(wordsOf).join("\n");
        return (
          <div key={tag} data-words={lines} hidden={!matches(lines, query)}>
            <p className="pb-1 font-medium text-quiet text-xs capitalize">{tag}</p>
            <ul className="grid gap-0.5">
              {operations.map((operation) => (
                <li
                  key={operation.id}
                  data-words={wordsOf(operation)}
                  hidden={!matches(wordsOf(operation), query)}
                >
                  <a
                    href={`#${operation.id}`}
                    className="flex min-h-7 items-center gap-2 rounded-md px-1 text-quiet hover:bg-sunken hover:text-ink"
                  >
                    <Method name={operation.method} />
                    <span className="wrap-anywhere min-w-0">{operation.id}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
