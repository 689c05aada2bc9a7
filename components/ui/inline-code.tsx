import { Code } from "#components/ui/code.tsx";
/** Text with code between backticks. */
export function InlineCode({ text }: { text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text never change places
      <Code key={at} className="inline-code">
        {part}
      </Code>
    ),
  );
}
