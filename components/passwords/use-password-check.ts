import { useEffect, useState } from "react";
import {
  type IsCommon,
  type PasswordError,
  type PasswordHolder,
  passwordError,
} from "#lib/contract/password-rule.ts";
import { commonPasswords } from "#lib/policy/common-passwords.ts";

type Tools = {
  isCommon: IsCommon;
  estimateStrength: (password: string, holder: PasswordHolder) => number;
};

/** The check of a password while it is typed. `score` (0 to 4) is null while unknown. */
export type PasswordCheck = { error: PasswordError | null; score: number | null; isSure: boolean };

/** Checks a new password. List and meter load once `wanted` is true. */
export function usePasswordCheck(
  password: string,
  holder: PasswordHolder,
  wanted: boolean,
): PasswordCheck {
  const [tools, setTools] = useState<Tools>();
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    const show = (loaded: Tools) => {
      if (!left) setTools(loaded);
    };
    // The form works without them: the server checks the password too.
    loadTools().then(show, () => {});
    return () => {
      left = true;
    };
  }, [wanted]);
  const error = passwordError(password, holder, tools?.isCommon ?? (() => false));
  const score = tools && error === null ? tools.estimateStrength(password, holder) : null;
  return { error, score, isSure: tools !== undefined };
}

async function loadTools(): Promise<Tools> {
  const [isCommon, { estimateStrength }] = await Promise.all([
    commonPasswords(),
    import("./estimate-strength.ts"),
  ]);
  return { isCommon, estimateStrength };
}
