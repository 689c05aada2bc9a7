"use client";

import { ThemeProvider as NextThemes } from "next-themes";
import type { ReactNode } from "react";

type ThemeProviderProps = {
  /** CSP nonce for the theme script, which runs before the first paint. */
  nonce: string | undefined;
  children: ReactNode;
};

/** Light, dark or system theme, stored in the browser. */
export function ThemeProvider({ nonce, children }: ThemeProviderProps) {
  return (
    <NextThemes
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      {children}
    </NextThemes>
  );
}
