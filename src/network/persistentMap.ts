/** What lies below a branch: another branch, or the entries whose keys share one hash. */
type Node<V> = Branch<V> | Bucket<V>;

/** Up to 32 children, chosen by five bits of the hash; a bit of `bits` is set for each child that is there. */
interface Branch<V> {
  readonly bits: number;
  readonly children: readonly Node<V>[];
}

interface Bucket<V> {
  readonly hash: number;
  readonly entries: readonly (readonly [key: string, value: V])[];
}

/**
 * A map from texts whose changes make new maps and share all but a few nodes with the old ones (a hash array mapped trie): every
 * value in a history of edits stays usable, and an edit costs the same whichever of them it starts from.
 */
export class PersistentMap<V> {
  static readonly empty: PersistentMap<never> = new PersistentMap<never>(undefined, 0);
  readonly size: number;
  readonly #root: Node<V> | undefined;

  private constructor(root: Node<V> | undefined, size: number) {
    this.#root = root;
    this.size = size;
  }

  get(key: string): V | undefined {
    const hash = hashOf(key);
    let node = this.#root;
    for (let shift = 0; node && "bits" in node; shift += 5) {
      const bit = bitOf(hash, shift);
      node = node.bits & bit ? node.children[childIndex(node.bits, bit)] : undefined;
    }
    return node?.entries.find(([k]) => k === key)?.[1];
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** The map with one entry added or replaced. */
  set(key: string, value: V & {}): PersistentMap<V> {
    const root = inserted(this.#root, 0, hashOf(key), key, value);
    return new PersistentMap<V>(root, this.size + (this.has(key) ? 0 : 1));
  }

  /** The map without the entry of `key`; itself where there is none. */
  delete(key: string): PersistentMap<V> {
    if (!this.has(key)) return this;
    return new PersistentMap<V>(removed(this.#root!, 0, hashOf(key), key), this.size - 1);
  }

  /** A map of the same kind without entries. */
  cleared(): PersistentMap<V> {
    return new PersistentMap<V>(undefined, 0);
  }

  /** All values, in no particular order. */
  values(): V[] {
    const found: V[] = [];
    const open: Node<V>[] = this.#root ? [this.#root] : [];
    for (let node = open.pop(); node; node = open.pop()) {
      if ("bits" in node) open.push(...node.children);
      else for (const [, value] of node.entries) found.push(value);
    }
    return found;
  }
}

/** FNV-1a with a final mix, so that names that differ in their last digit only spread over the first level. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function bitOf(hash: number, shift: number): number {
  return 1 << ((hash >>> shift) & 31);
}

/** How many children lie before the one with the given bit. */
function childIndex(bits: number, bit: number): number {
  let before = bits & (bit - 1);
  before -= (before >>> 1) & 0x55555555;
  before = (before & 0x33333333) + ((before >>> 2) & 0x33333333);
  return Math.imul((before + (before >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function inserted<V>(node: Node<V> | undefined, shift: number, hash: number, key: string, value: V): Node<V> {
  if (!node) return { hash, entries: [[key, value]] };
  if (!("bits" in node)) {
    if (node.hash === hash) return { hash, entries: [...node.entries.filter(([k]) => k !== key), [key, value]] };
    return inserted<V>({ bits: bitOf(node.hash, shift), children: [node] }, shift, hash, key, value);
  }
  const bit = bitOf(hash, shift);
  const at = childIndex(node.bits, bit);
  const there = (node.bits & bit) !== 0;
  const child = inserted(there ? node.children[at] : undefined, shift + 5, hash, key, value);
  return { bits: node.bits | bit, children: node.children.toSpliced(at, there ? 1 : 0, child) };
}

function removed<V>(node: Node<V>, shift: number, hash: number, key: string): Node<V> | undefined {
  if (!("bits" in node)) {
    const entries = node.entries.filter(([k]) => k !== key);
    return entries.length > 0 ? { hash: node.hash, entries } : undefined;
  }
  const bit = bitOf(hash, shift);
  const at = childIndex(node.bits, bit);
  const child = removed(node.children[at], shift + 5, hash, key);
  if (child) return { bits: node.bits, children: node.children.toSpliced(at, 1, child) };
  return node.children.length === 1 ? undefined : { bits: node.bits & ~bit, children: node.children.toSpliced(at, 1) };
}
