"use client";

import { useRef } from "react";
import { Code } from "#components/ui/code.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** A request to paste into a shell. */
export function CurlBox({ operation, text }: { operation: string; text: string }) {
  const code = useRef<HTMLElement>(null);
  return (
    <div className="rounded-md border bg-sunken">
      <div className="flex items-center justify-between gap-2 pt-1 pr-1 pl-3">
        <span className="text-quiet text-xs">curl</span>
        <CopyButton iconOnly source={code} label={`Copy ${operation} as curl`} />
      </div>
      <pre translate="no" className="px-3 pb-3">
        <Code ref={code} className="wrap-anywhere block whitespace-pre-wrap text-[0.8125rem]">
          {text}
        </Code>
      </pre>
    </div>
  );
}
