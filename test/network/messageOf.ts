import { LayerGraphError } from "../../src/errors.ts";

/** What an action throws, as `code: message`; "nothing was thrown" where it throws nothing. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return told(error);
  }
  return "nothing was thrown";
}

/** The same for what is awaited. */
export async function rejectionOf(action: Promise<unknown>): Promise<string> {
  return action.then(() => "nothing was thrown", told);
}

function told(error: unknown): string {
  if (error instanceof LayerGraphError) return `${error.code}: ${error.message}`;
  throw error;
}
