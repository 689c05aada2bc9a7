import { PageHeader } from "#components/shared/page-header.tsx";
import { Basics } from "./basics.tsx";
import {
  type ChapterView,
  matches,
  type ObjectView,
  type ReferenceView,
  wordsOf,
} from "./chapter.ts";
import { FieldTable, fieldTables } from "./field-table.tsx";
import { OperationArticle } from "./operation-article.tsx";
import { OperationFilter } from "./operation-filter.tsx";
import { OperationList } from "./operation-list.tsx";

type ApiReferenceProps = { reference: ReferenceView; origin: string; query: string };

/** The API reference on one page, complete without JavaScript. */
export function ApiReference({ reference, origin, query }: ApiReferenceProps) {
  const { chapters, objects } = reference;
  const all = chapters.flatMap(({ operations }) => operations);
  const found = all.filter((operation) => matches(wordsOf(operation), query)).length;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "API reference" }]}
        title="API reference"
        description="Everything in the dashboard is available through the API."
      />
      <Basics origin={origin} />
      <div className="mt-8 grid gap-x-8 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <aside
          aria-label="Contents"
          className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] overflow-y-auto py-4 lg:block"
        >
          <OperationList chapters={chapters} query={query} />
        </aside>
        <div className={`min-w-0 ${fieldTables}`}>
          <OperationFilter query={query} total={all.length} found={found} />
          <details className="mt-4 lg:hidden">
            <summary className="w-fit rounded-sm font-medium text-accent">All operations</summary>
            <div className="mt-2">
              <OperationList chapters={chapters} query={query} />
            </div>
          </details>
          {chapters.map((chapter) => (
            <Chapter key={chapter.tag} chapter={chapter} query={query} />
          ))}
          <Objects objects={objects} />
        </div>
      </div>
    </>
  );
}

function Chapter({ chapter, query }: { chapter: ChapterView; query: string }) {
  const { tag, about, operations } = chapter;
  const lines = operations.map(wordsOf).join("\n");
  return (
    <section
      id={tag}
      aria-labelledby={`${tag}-title`}
      data-words={lines}
      hidden={!matches(lines, query)}
      className="scroll-mt-20 pt-8"
    >
      <h2 id={`${tag}-title`} className="font-semibold text-lg capitalize tracking-tight">
        {tag}
      </h2>
      <p className="mb-4 text-quiet">{about}</p>
      {operations.map((operation) => (
        <OperationArticle
          key={operation.id}
          operation={operation}
          hidden={!matches(wordsOf(operation), query)}
        />
      ))}
    </section>
  );
}

function Objects({ objects }: { objects: ObjectView[] }) {
  return (
    <section aria-labelledby="objects-title" className="scroll-mt-20 pt-8">
      <h2 id="objects-title" className="font-semibold text-lg tracking-tight">
        Objects
      </h2>
      <p className="mb-4 text-quiet">Returned by several operations.</p>
      {objects.map(({ name, fields }) => (
        <div key={name} id={name} className="grid scroll-mt-20 gap-2 border-t py-6">
          <h3 className="font-semibold">{name}</h3>
          <FieldTable label={name} noun="Field" fields={fields} sent={false} />
        </div>
      ))}
    </section>
  );
}
