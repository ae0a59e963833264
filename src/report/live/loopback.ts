/** A server on this machine. */
export interface LoopbackServer {
  /** The whole address with its token: who has it may look. */
  readonly address: string;
  /** Ends; whoever still holds on is cut off. */
  close(): Promise<void>;
}
