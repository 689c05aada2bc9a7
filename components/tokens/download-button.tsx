"use client";

import { Check, Download } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";

type DownloadButtonProps = { file: string; text: string };

/** Saves a text as a file. Made in the browser: the text is not sent or stored anywhere else. */
export function DownloadButton({ file, text }: DownloadButtonProps) {
  const { save, saved } = useDownload(file, text);
  return (
    <>
      <Button
        variant="quiet"
        size="small"
        aria-label={`Download ${file}`}
        data-testid="download-snippet"
        onClick={save}
      >
        {saved ? <Check aria-hidden /> : <Download aria-hidden />}
        <span className="max-sm:hidden">{saved ? "Downloaded" : "Download"}</span>
      </Button>
      <span role="status" className="sr-only">
        {saved && `Downloaded ${file}`}
      </span>
    </>
  );
}

/** Revokes the URL of the file. */
function release(address: RefObject<string | null>): void {
  if (address.current !== null) URL.revokeObjectURL(address.current);
  address.current = null;
}

/** Saves the file; its URL is revoked with the component. */
function useDownload(file: string, text: string) {
  const address = useRef<string>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => () => release(address), []);
  const save = () => {
    release(address);
    address.current = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address.current;
    link.download = file;
    link.click();
    setSaved(true);
  };
  return { save, saved };
}
