"use client";

import { ThemeProvider as NextThemes } from "next-themes";
import type { ReactNode } from "react";

type ThemeProviderProps = {
  /** Lets the script that sets the theme before the first paint pass the content policy. */
  nonce: string | undefined;
  children: ReactNode;
};

/** Light, dark or the system's theme, kept in the browser. */
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
