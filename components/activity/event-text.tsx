import Link from "next/link";
import type { SentencePart } from "./event-sentence.ts";

type EventTextProps = {
  parts: readonly SentencePart[];
  /** URLs of the users, groups and tokens that still exist, by ID. */
  links: Record<string, string>;
};

/** An event's sentence with links for existing objects. */
export function EventText({ parts, links }: EventTextProps) {
  return (
    <span className="event-text">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
        <Part key={index} part={part} links={links} />
      ))}
    </span>
  );
}

function Part({ part, links }: { part: SentencePart; links: Record<string, string> }) {
  if (typeof part === "string") return part;
  const href = part.id === undefined ? undefined : links[part.id];
  if (href === undefined) return <b>{part.text}</b>;
  return (
    <Link href={href} prefetch={false}>
      {part.text}
    </Link>
  );
}
