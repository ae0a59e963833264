/** How many bytes a WebAssembly memory may have. */
export interface WasmLimit {
  bytes: number;
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const pageBytes = 65_536;

/**
 * A limit to the WebAssembly memories of this thread, to be set as it changes: what would grow one beyond it is told that there is no memory, as it is when there
 * is none. Without end until it is set.
 */
export function limitWasmMemory(): WasmLimit {
  const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: WasmMemory } } }).WebAssembly;
  const { grow } = Memory.prototype;
  const limit: WasmLimit = { bytes: Number.POSITIVE_INFINITY };
  Memory.prototype.grow = function (this: WasmMemory, pages: number): number {
    const wanted = this.buffer.byteLength + pages * pageBytes;
    if (wanted > limit.bytes) throw new RangeError(`${wanted} bytes are more than the ${limit.bytes} that are allowed`);
    return grow.call(this, pages);
  };
  return limit;
}
