import { failureMessage } from "#components/shared/failure-message.ts";
import { namesInvite, namesLink } from "#components/shared/redact-token.ts";
import { cn } from "#components/ui/cn.ts";
import { counted } from "#components/ui/counted.ts";
import type { CallFailure } from "#lib/contract/client.ts";
import { Key } from "./key.tsx";
import type { SearchSource } from "./search-sources.ts";

type PaletteStatusProps = {
  text: string;
  /** Number of entries shown. */
  count: number;
  searching: boolean;
  failure: CallFailure | null;
  refused: readonly SearchSource[];
};

/** The state of the search, and key hints. */
export function PaletteStatus(props: PaletteStatusProps) {
  const failed = props.failure !== null && !props.searching;
  return (
    <div className="flex items-end max-sm:has-[[role=status]:empty]:hidden justify-between gap-4 px-3 py-2 text-quiet text-xs">
      <div
        role="status"
        className={cn("grid min-w-0 gap-0.5 break-words", failed && "text-danger")}
      >
        {statusLines(props).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <p className="flex shrink-0 items-center gap-1 max-sm:hidden">
        <Key>↑</Key>
        <Key>↓</Key> navigate <Key className="ml-2">↵</Key> open <Key className="ml-2">Esc</Key>{" "}
        close
      </p>
    </div>
  );
}

function statusLines({ text, count, searching, failure, refused }: PaletteStatusProps): string[] {
  if (text.trim() === "") return [];
  if (namesLink(text)) {
    const what = namesInvite(text) ? "An invite" : "A reset link";
    return [`${what} is a secret: it was removed and not sent.`];
  }
  const names = refused.map(({ heading }) => heading.toLowerCase()).join(", ");
  const unseen = names && `Not searched (no access): ${names}.`;
  return [standing(text.trim(), count, searching, failure), unseen].filter(Boolean);
}

function standing(
  text: string,
  count: number,
  searching: boolean,
  failure: CallFailure | null,
): string {
  if (searching) return "Searching…";
  if (failure) return searchFailed(failure);
  if (count === 0) return `No results for “${text}”.`;
  return counted(count, "result");
}

function searchFailed(failure: CallFailure): string {
  const { title, description } = failureMessage(failure);
  const { requestId } = failure;
  return `${title}. ${description}${requestId === null ? "" : ` Request ${requestId}`}`;
}
