import type { Module } from "./matrix.ts";

/** Modules whose changes decide who may do what, or let new machines in. */
const SENSITIVE: readonly Module[] = [
  "users",
  "pats",
  "groups",
  "accounts",
  "settings",
  "policies",
  "setup_keys",
  "identity_providers",
  "remote_jobs",
];

const rights = new Set(SENSITIVE.map((module) => `${module}:write`));

/** Whether a right such as `users:write` would do the most harm in wrong hands. */
export const isSensitive = (right: string): boolean => rights.has(right);
