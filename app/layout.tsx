import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ThemeProvider } from "#components/shell/theme-provider.tsx";
import { ShownOnceHost } from "#components/ui/shown-once.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Roost", template: "%s · Roost" },
  description: "Users, service users and access tokens of a network team",
  robots: { index: false, follow: false },
  manifest: "/manifest.webmanifest",
  icons: { icon: "/icon.svg", apple: "/apple-touch-icon.png" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#15191a" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-roost-nonce") ?? undefined;
  // The theme script sets a class on the element before hydration.
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={nonce}>
          {children}
          <ShownOnceHost />
        </ThemeProvider>
      </body>
    </html>
  );
}
