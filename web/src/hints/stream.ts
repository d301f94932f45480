import type { Kind } from "./touched.ts";

const ADDRESS = "/identity/v1/hints";
const NAME = "honorar-hints";
const FIRST_RETRY_MILLISECONDS = 5_000;
const LAST_RETRY_MILLISECONDS = 60_000;

/** Kinds of what changed; null when it may be anything, also who is logged in: nobody listened for a while, or is let in no more. */
export type Hint = readonly Kind[] | null;
type Hear = (hint: Hint) => void;

/**
 * The browser's one stream of hints: the tab that has the lock holds it and passes hints on to the others. Whoever does not
 * want it gives the lock back.
 */
export class SharedStream {
  private readonly hear: Hear;
  private readonly others = new BroadcastChannel(NAME);
  private wanted: AbortController | undefined;

  constructor(hear: Hear) {
    this.hear = hear;
    this.others.onmessage = ({ data }) => hear(data);
  }

  want(wants: boolean): void {
    if (wants === (this.wanted !== undefined)) return;
    this.wanted?.abort();
    this.wanted = wants ? new AbortController() : undefined;
    const signal = this.wanted?.signal;
    if (!signal) return;
    navigator.locks.request(NAME, { signal }, () => this.lead(signal)).catch(() => undefined);
  }

  /** Holds the stream for as long as it is wanted here. */
  private async lead(signal: AbortSignal): Promise<void> {
    const held = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => held.resolve());
    const close = signal.aborted ? undefined : follow(this.tell);
    await held.promise;
    close?.();
  }

  private readonly tell = (hint: Hint): void => {
    this.others.postMessage(hint);
    this.hear(hint);
  };
}

/** Follows the stream. The browser opens one that ended again; after a refusal we do, later each time. Returns what ends it. */
function follow(tell: Hear): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout>;
  let retry = FIRST_RETRY_MILLISECONDS;
  let wasOpen = false;
  const open = () => {
    source = new EventSource(ADDRESS);
    source.addEventListener("changed", ({ data }) => tell(JSON.parse(data)));
    source.addEventListener("open", () => {
      if (wasOpen) tell(null);
      wasOpen = true;
      retry = FIRST_RETRY_MILLISECONDS;
    });
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      tell(null);
      timer = setTimeout(open, retry);
      retry = Math.min(retry * 2, LAST_RETRY_MILLISECONDS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
