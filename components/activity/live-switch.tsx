"use client";

import { useId } from "react";
import { Switch } from "#components/ui/switch.tsx";
import { useLive } from "./use-live.ts";

/** The switch for live updates of the list. */
export function LiveSwitch() {
  const [live, setLive] = useLive();
  const id = useId();
  return (
    <label
      htmlFor={id}
      title="Checks for new events every few seconds"
      className="flex h-9 cursor-pointer items-center gap-2 pr-2"
    >
      <Switch id={id} checked={live} onCheckedChange={setLive} data-testid="activity-live" />
      Live
    </label>
  );
}
