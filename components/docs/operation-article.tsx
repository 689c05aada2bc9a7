import type { ReactNode } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { Code } from "#components/ui/code.tsx";
import { InlineCode } from "#components/ui/inline-code.tsx";
import { type OperationView, wordsOf } from "./chapter.ts";
import { CurlBox } from "./curl-box.tsx";
import { FieldTable } from "./field-table.tsx";
import { Method } from "./method.tsx";

/** The reference of one operation; its ID is its anchor. */
export function OperationArticle({
  operation,
  hidden,
}: {
  operation: OperationView;
  hidden: boolean;
}) {
  const { id, method, path, summary, description, permission, parameters } = operation;
  return (
    <article
      id={id}
      aria-labelledby={`${id}-title`}
      data-words={wordsOf(operation)}
      hidden={hidden}
      className="grid scroll-mt-20 gap-4 border-t py-6 target:border-accent"
    >
      <div className="grid gap-2">
        <h3 id={`${id}-title`} className="font-semibold">
          <a href={`#${id}`} className="rounded-sm underline-offset-4 hover:underline">
            {summary}
          </a>
        </h3>
        <p className="flex min-w-0 items-baseline gap-2">
          <Method name={method} />
          <Code className="wrap-anywhere min-w-0 text-[0.8125rem]">{path}</Code>
        </p>
        {description !== "" && (
          <p className="max-w-2xl">
            <InlineCode text={description} />
          </p>
        )}
        <p className="max-w-2xl text-quiet">
          <span className="font-medium text-ink">Required role:</span>{" "}
          <InlineCode text={permission} />
        </p>
      </div>
      <CurlBox operation={id} text={operation.curl} />
      {parameters.length > 0 && (
        <Part title="Parameters">
          <FieldTable label={`Parameters of ${id}`} noun="Parameter" fields={parameters} sent />
        </Part>
      )}
      <Body operation={operation} />
      <Answer operation={operation} />
      <Errors operation={operation} />
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h4 className="font-medium text-quiet text-xs">{title}</h4>
      {children}
    </div>
  );
}

function Body({ operation: { id, body } }: { operation: OperationView }) {
  if (body === null) return null;
  return (
    <Part title={body.optional ? "Body (optional)" : "Body"}>
      <FieldTable label={`Body of ${id}`} noun="Field" fields={body.fields} sent />
    </Part>
  );
}

function Answer({ operation: { id, answer } }: { operation: OperationView }) {
  return (
    <Part title="Response">
      <p>
        <span>{answer.shape}</span>
        {answer.object && <TextLink href={`#${answer.object}`}>{answer.object}</TextLink>}
      </p>
      {answer.fields.length > 0 && (
        <FieldTable label={`Response of ${id}`} noun="Field" fields={answer.fields} sent={false} />
      )}
      <details>
        <summary className="w-fit rounded-sm text-accent">Example response</summary>
        <pre
          translate="no"
          className="wrap-anywhere mt-2 whitespace-pre-wrap rounded-md border bg-sunken p-3 font-mono text-[0.8125rem]"
        >
          {answer.example}
        </pre>
      </details>
    </Part>
  );
}

function Errors({ operation: { errors } }: { operation: OperationView }) {
  return (
    <details>
      <summary className="w-fit rounded-sm text-accent">Errors ({errors.length})</summary>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {errors.map(({ status, reason }) => (
          <div key={status} className="contents">
            <dt className="font-mono text-[0.8125rem]">{status}</dt>
            <dd>
              <InlineCode text={reason} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
