import type { Place } from "../syntax/ast.ts";

/**
 * An error of the running script, which its `try` can catch: MATLAB's identifier and message. What the library throws (`LayerGraphError`) becomes
 * one with the library's code as identifier where a built-in function is called; what reaches the top becomes a `LayerGraphError` with file and line.
 */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
  readonly identifier: string;
  /** Where it arose; the statement that was running, where nothing nearer is known. */
  readonly place: Place | undefined;

  constructor(identifier: string, message: string, place?: Place) {
    super(message);
    this.identifier = identifier;
    this.place = place;
  }
}
