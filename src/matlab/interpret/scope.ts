import type { Value } from "../values/value.ts";

type Store = Map<string, Value>;

/**
 * The variables of one running function. Some of its names may live elsewhere: `global` and `persistent` ones, and those that a nested
 * function shares with the function around it.
 */
export class Scope {
  readonly #own: Store;
  #links: Map<string, Store> | undefined;
  /** Arrays that nothing but their variable refers to, so that one element may be set in place. */
  readonly #owned = new Map<string, Value>();

  constructor(variables: Store = new Map()) {
    this.#own = variables;
  }

  /** All variables, for built-in functions that look at them (`exist`, `clear`, `save`). */
  get variables(): Store {
    this.#owned.clear();
    for (const [name, store] of this.#links ?? []) {
      const value = store.get(name);
      if (value !== undefined) this.#own.set(name, value);
    }
    return this.#own;
  }

  /** The variable's value, to be handed on. */
  read(name: string): Value | undefined {
    if (this.#owned.size > 0) this.#owned.delete(name);
    return this.peek(name);
  }

  /** The variable's value, only to be looked into. */
  peek(name: string): Value | undefined {
    const linked = this.#links?.get(name);
    return linked === undefined ? this.#own.get(name) : linked.get(name);
  }

  write(name: string, value: Value): void {
    if (this.#owned.size > 0) this.#owned.delete(name);
    const linked = this.#links?.get(name);
    if (linked === undefined) this.#own.set(name, value);
    else linked.set(name, value);
  }

  /** Notes that an array just made is known to its variable alone. */
  own(name: string, value: Value): void {
    if (this.#links?.has(name) !== true) this.#owned.set(name, value);
  }

  /** Whether nothing but this variable refers to the value. */
  owns(name: string, value: Value): boolean {
    return this.#owned.get(name) === value;
  }

  /** Lets a name stand for the variable in another store from now on. */
  link(name: string, store: Store): void {
    this.#links ??= new Map();
    this.#links.set(name, store);
  }

  /** The store that really holds a name. */
  storeOf(name: string): Store {
    return this.#links?.get(name) ?? this.#own;
  }
}
