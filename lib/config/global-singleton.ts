const REGISTRY = Symbol.for("roost");

/** On `globalThis`, since Next loads this module several times. */
function registry(): Map<string, unknown> {
  const holder: { [key: symbol]: unknown; [REGISTRY]?: Map<string, unknown> } = globalThis;
  holder[REGISTRY] ??= new Map();
  return holder[REGISTRY];
}

/**
 * The process's only value of this name, created on first use. Nothing is stored if `make` throws.
 */
export function globalSingleton<T>(name: string, make: () => T): T {
  const values = registry();
  if (!values.has(name)) values.set(name, make());
  // Each name belongs to one module, which always stores the same type.
  return values.get(name) as T;
}

/** Sets or replaces a value: for the start and tests. */
export function replaceGlobalSingleton<T>(name: string, value: T): void {
  registry().set(name, value);
}

/** Removes a value, as in a new process: for tests. */
export function forgetGlobalSingleton(name: string): void {
  registry().delete(name);
}

/** Removes all values but those of these names, as in a new process: for tests. */
export function forgetGlobalSingletons(kept: readonly string[]): void {
  for (const name of [...registry().keys()]) {
    if (!kept.includes(name)) registry().delete(name);
  }
}
