"use client";

import { useId } from "react";
import { Switch } from "#components/ui/switch.tsx";
import { useLive } from "./use-live.ts";

/** Whether the list looks for new events by itself. */
export function LiveSwitch() {
  const [live, setLive] = useLive();
  const id = useId();
  return (
    <label
      htmlFor={id}
      title="Looks for new events every few seconds"
      className="flex h-9 cursor-pointer items-center gap-2 pr-2"
    >
      <Switch id={id} checked={live} onCheckedChange={setLive} data-testid="activity-live" />
      Live
    </label>
  );
}
