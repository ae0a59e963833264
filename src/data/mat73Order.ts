import type { MatValue } from "./matValues.ts";

/** What to read of a file of version 7.3, and how much it may take. */
export interface Mat73Order {
  readonly path: string;
  readonly fileBytes: number;
  readonly variables?: readonly string[];
  /** The most bytes of arrays that are read. */
  readonly maximumBytes: number;
  /** More bytes of arrays than the file can hold. */
  readonly plausibleBytes: number;
  /** The most bytes that the library may take to read it. */
  readonly libraryBytes: number;
}

/** The values of a file as they stand. */
export interface StoredMat {
  readonly stored: ReadonlyMap<string, MatValue>;
  /** The cells that say what objects are. */
  readonly wrapper: readonly MatValue[] | undefined;
  /** How many bytes all have. */
  readonly bytes: number;
}

/** What the thread that reads is asked; into `allowed` it writes how many milliseconds it may take. */
export interface Mat73Request {
  readonly order: Mat73Order;
  readonly allowed: Int32Array;
}

/** What it answers. */
export interface Mat73Reply {
  readonly result?: StoredMat;
  readonly error?: { readonly code: string; readonly message: string };
  /** Whether the thread should end. */
  readonly spent: boolean;
}
