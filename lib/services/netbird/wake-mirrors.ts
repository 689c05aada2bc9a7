import { globalSingleton } from "#lib/config/global-singleton.ts";

type Worker = { wake: () => void };

const worker = () => globalSingleton<Worker>("netbird-mirrors", () => ({ wake() {} }));

/** Lets this server bring the mirrors at a NetBird server up to date at once, if there is one. */
export const wakeMirrors = (): void => worker().wake();

export function onWake(wake: () => void): void {
  worker().wake = wake;
}
