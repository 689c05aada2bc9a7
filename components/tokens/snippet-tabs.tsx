"use client";

import { CodeBox } from "#components/ui/code-box.tsx";
import { InlineCode } from "#components/ui/inline-code.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { DownloadButton } from "./download-button.tsx";
import { SNIPPETS, type SnippetPart, type SnippetUse } from "./snippets.ts";

type SnippetTabsProps = {
  use: SnippetUse;
  /** Called when a text with the token was copied. A download may still fail, so it does not count. */
  onTaken: () => void;
};

/** Ways to use a new token in tabs, ready to paste. */
export function SnippetTabs({ use, onTaken }: SnippetTabsProps) {
  const partOf = (part: SnippetPart) => {
    const taking = use.token !== null && part.text.includes(use.token) ? onTaken : undefined;
    return <Part key={part.label} part={part} onTaken={taking} />;
  };
  const tabs = SNIPPETS.map(({ id, label, note, parts }) => ({
    value: id,
    label,
    content: (
      <div className="grid gap-2">
        <p className="text-quiet text-xs">
          <InlineCode text={note} />
        </p>
        {parts(use).map(partOf)}
      </div>
    ),
  }));
  return <Tabs label="Ways to use the token" tabs={tabs} />;
}

function Part({ part, onTaken }: { part: SnippetPart; onTaken: (() => void) | undefined }) {
  const { label, text, file } = part;
  return (
    <CodeBox
      label={label}
      text={text}
      onCopied={onTaken}
      action={file && <DownloadButton file={file} text={text} />}
    />
  );
}
