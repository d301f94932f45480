import { uuid7 } from "../time/uuid7.ts";
import { ProblemError, problemOf, UNREACHABLE } from "./problem.ts";

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const TIMEOUT_MILLISECONDS = 30_000;
const PAUSES_MILLISECONDS = [400, 1500];

let whenSignedOut = (): void => {};

/** What to do when an answer says that the session is over. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act;
}

/**
 * The app's only `fetch`. A write bears an Idempotency-Key, so a lost answer is asked for again with the same key and never
 * done twice. Raises `ProblemError` for every refusal, also when the network is away.
 */
export async function send(request: Request): Promise<Response> {
  const named = WRITES.has(request.method) ? withKey(request) : request;
  for (const pause of [...PAUSES_MILLISECONDS, null]) {
    const response = await attempt(named.clone());
    if (response?.ok) return response;
    const passes = response === null || response.status === 502 || response.status === 503;
    if (!passes || pause === null) return refuse(response);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return refuse(null);
}

async function attempt(request: Request): Promise<Response | null> {
  const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const signal = AbortSignal.any([request.signal, timeout]);
  try {
    return await fetch(request, { signal, credentials: "same-origin" });
  } catch (error) {
    if (request.signal.aborted) throw error;
    return null;
  }
}

async function refuse(response: Response | null): Promise<never> {
  const problem = response ? await problemOf(response) : UNREACHABLE;
  if (problem.status === 401) whenSignedOut();
  throw new ProblemError(problem);
}

function withKey(request: Request): Request {
  if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", uuid7());
  return request;
}
