"use client";

import { CloudAlert } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { MessageScreen } from "./message-screen.tsx";

type ErrorScreenProps = { error: unknown; retry: () => void };

/** Says that a page failed to load, with the id under which the server's log has the cause. */
export function ErrorScreen({ error, retry }: ErrorScreenProps) {
  const source = useRef<HTMLElement>(null);
  const id = digestOf(error);
  return (
    <MessageScreen
      icon={CloudAlert}
      title="This page could not be loaded"
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>Nothing was changed. If it keeps failing, look for the cause in the server's log.</p>
      {id && (
        <p className="flex items-center gap-1.5">
          Error id
          <code ref={source} className="break-all font-mono text-ink">
            {id}
          </code>
          <CopyButton iconOnly source={source} label="Copy error id" />
        </p>
      )}
    </MessageScreen>
  );
}

function digestOf(error: unknown): string | undefined {
  const known = error instanceof Error && "digest" in error && typeof error.digest === "string";
  return known ? String(error.digest) : undefined;
}
