"use client";

import { CloudAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyableText } from "#components/ui/code-box.tsx";
import { isLoadFailure, loadFailureOf } from "#components/ui/load-failure.ts";
import { MessageScreen } from "./message-screen.tsx";

type ErrorScreenProps = { error: unknown; retry: () => void };
type Cause = keyof typeof CAUSES;

const reload = () => window.location.reload();

const CAUSES = {
  server: {
    title: "Something went wrong on the server",
    words: "Try again. If it keeps failing, look up this error ID in the server's log.",
    action: "Try again",
  },
  unreachable: {
    title: "Couldn't load this page",
    words: "Check your connection and try again.",
    action: "Try again",
  },
  updated: {
    title: "Roost was updated",
    words: "Reload the page to continue.",
    action: "Reload",
  },
  browser: {
    title: "Something went wrong in the browser",
    words: "Your last change may have been saved. Check before you try again.",
    action: "Reload",
  },
} as const;

/** The error page by cause; server errors show the ID that is in the log. */
export function ErrorScreen({ error, retry }: ErrorScreenProps) {
  const cause = useCause(error);
  const { title, words, action } = CAUSES[cause];
  const id = digestOf(error);
  return (
    <MessageScreen
      icon={CloudAlert}
      title={title}
      action={
        <Button variant="primary" onClick={action === "Reload" ? reload : retry}>
          {action}
        </Button>
      }
    >
      <p>{words}</p>
      {id && <CopyableText label="error ID" text={id} />}
    </MessageScreen>
  );
}

function useCause(error: unknown): Cause {
  const [known, setKnown] = useState<Cause>("unreachable");
  const isLoading = isLoadFailure(error);
  useEffect(() => {
    if (isLoading) void loadFailureOf(error).then(setKnown);
  }, [error, isLoading]);
  if (isLoading) return known;
  return digestOf(error) === undefined ? "browser" : "server";
}

function digestOf(error: unknown): string | undefined {
  const known = error instanceof Error && "digest" in error && typeof error.digest === "string";
  return known ? String(error.digest) : undefined;
}
