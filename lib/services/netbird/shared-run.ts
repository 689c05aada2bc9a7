type Flight<T> = { running: Promise<T>; next?: Promise<T> };

/**
 * Shares runs by key: those who ask while one is running share the next, which begins only after
 * they asked, so that no one gets what was read before.
 */
export class SharedRuns<T> {
  readonly #flights = new WeakMap<object, Flight<T>>();

  run(key: object, work: () => Promise<T>): Promise<T> {
    const flight = this.#flights.get(key);
    if (flight === undefined) return this.#start(key, work);
    const begin = () => this.#start(key, work);
    flight.next ??= flight.running.then(begin, begin);
    return flight.next;
  }

  #start(key: object, work: () => Promise<T>): Promise<T> {
    const running = work();
    const flight: Flight<T> = { running };
    this.#flights.set(key, flight);
    const end = () => {
      if (flight.next === undefined) this.#flights.delete(key);
    };
    running.then(end, end);
    return running;
  }
}
