import type { QueryClient } from "@tanstack/react-query";
import { asProblem } from "../api/problem.ts";
import { refreshServices } from "../api/useWrite.ts";
import type { Change } from "./change.ts";
import { deliver } from "./deliver.ts";
import { beginSending, changesOf, finish, forgetSent, onOutboxChange, refuse, sentOf } from "./outbox.ts";

const AGAIN_MILLISECONDS = 30_000;
const SOON_MILLISECONDS = 3_000;

let member: string | null = null;
let again = false;

/** Whose changes are sent: of nobody until it is known who is logged in. */
export function flushFor(next: string | null): void {
  member = next;
  void flush();
}

let afterwards = async (): Promise<void> => {};
let running: Promise<void> | null = null;

/** Sends what waits whenever that may work: at the start, on focus, on coming online, after each change, every 30 s. */
export function startFlushing(client: QueryClient): void {
  afterwards = () => refreshServices(client, ["timer"]);
  const soon = () => void flush();
  onOutboxChange(soon);
  window.addEventListener("online", soon);
  window.addEventListener("focus", soon);
  setInterval(soon, AGAIN_MILLISECONDS);
}

/** Sends all that waits, one after the other, by one tab at a time. What arrives meanwhile goes along. */
export async function flush(): Promise<void> {
  again = true;
  running ??= work();
  return running;
}

/** Whether this tab is sending: what it changes is read anew when all of it is sent. */
export function isFlushing(): boolean {
  return running !== null;
}

async function work(): Promise<void> {
  try {
    while (again) {
      again = false;
      const { sent, left } = await exclusively(() => sendAll(deliver));
      if (sent > 0) await readBack();
      if (left && navigator.onLine) setTimeout(() => void flush(), SOON_MILLISECONDS);
    }
  } finally {
    running = null;
  }
}

async function readBack(): Promise<void> {
  const read = member === null ? [] : sentOf(member);
  await afterwards();
  forgetSent(read);
}

/** Without https a browser has no Web Locks; then two tabs may send the same, which is harmless. */
async function exclusively(act: () => Promise<Outcome>): Promise<Outcome> {
  if (!navigator.locks) return act();
  const other = { sent: 0, left: false };
  return navigator.locks.request("honorar-outbox", { ifAvailable: true }, (lock) => (lock ? act() : other));
}

export interface Outcome {
  readonly sent: number;
  /** Whether some are left that could not be sent now. */
  readonly left: boolean;
}

/** Sends one after the other. Stops at the first that cannot be sent now; a refusal stays with its reason and lets others pass. */
export async function sendAll(send: (change: Change) => Promise<number | null>): Promise<Outcome> {
  if (member === null) return { sent: 0, left: false };
  const waiting = (await changesOf(member)).filter(({ refusal }) => refusal === null);
  let sent = 0;
  for (const change of waiting) {
    if (!(await beginSending(change))) continue;
    const outcome = await attempt(change, send);
    if (outcome === "later") return { sent, left: true };
    sent += 1;
  }
  return { sent, left: false };
}

async function attempt(
  change: Change,
  send: (change: Change) => Promise<number | null>,
): Promise<"done" | "later"> {
  try {
    await finish(change, await send(change));
  } catch (error) {
    const problem = asProblem(error);
    const isRefusal =
      problem.status >= 400 && problem.status < 500 && ![401, 408, 429].includes(problem.status);
    if (!isRefusal) return "later";
    await refuse(change, problem);
  }
  return "done";
}
