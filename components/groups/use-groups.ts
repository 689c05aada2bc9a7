import { useEffect, useRef, useState } from "react";
import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { type CallResult, call } from "#lib/contract/client.ts";
import type { GroupRef } from "./group-options.ts";

type Lookup = GroupRef[] | "pending" | "failed";

/** The group All contains every user and cannot be selected. */
const choosable = (result: CallResult<"groups.list">): GroupRef[] | "failed" =>
  result.ok
    ? result.data.filter(({ name }) => name !== ALL_GROUP).map(({ id, name }) => ({ id, name }))
    : "failed";

/** The groups that can be selected, loaded once when first needed. */
export function useGroups() {
  const [groups, setGroups] = useState<Lookup>("pending");
  const looking = useRef<Promise<GroupRef[] | "failed">>(undefined);
  const lookUp = () => {
    looking.current ??= call("groups.list").then(choosable);
    return looking.current;
  };
  useEffect(() => {
    let shown = true;
    looking.current ??= call("groups.list").then(choosable);
    void looking.current.then((found) => shown && setGroups(found));
    return () => {
      shown = false;
    };
  }, []);
  return { groups, lookUp };
}
