const REGISTRY = Symbol.for("roost");

/** The registry sits on `globalThis`, since the web framework loads this module several times. */
function registry(): Map<string, unknown> {
  const holder: { [key: symbol]: unknown; [REGISTRY]?: Map<string, unknown> } = globalThis;
  holder[REGISTRY] ??= new Map();
  return holder[REGISTRY];
}

/** The process's one value of this name, made on first use. A throwing `make` leaves nothing. */
export function globalSingleton<T>(name: string, make: () => T): T {
  const values = registry();
  if (!values.has(name)) values.set(name, make());
  // Each name belongs to one module, which always stores the same type under it.
  return values.get(name) as T;
}

/** Puts a value in place, whether or not there was one: for start-up and tests. */
export function replaceGlobalSingleton<T>(name: string, value: T): void {
  registry().set(name, value);
}
