import type { TokenView } from "#lib/contract/views.ts";

const REASONS: Record<string, string> = {
  user: "by a user",
  unused: "since it was not used",
  leak: "since it was reported as leaked",
};

/** Why a token was disabled, after the word "Disabled"; empty for a reason of a newer version. */
export const disabledText = ({ disabledReason }: Pick<TokenView, "disabledReason">): string =>
  REASONS[disabledReason ?? ""] ?? "";
