import { KINDS, type Kind } from "./touched.ts";

const ADDRESS = "/identity/v1/hints";
const NAME = "honorar-hints";
const RECENT_MILLISECONDS = 60_000;
const FIRST_RETRY_MILLISECONDS = 5_000;
const LAST_RETRY_MILLISECONDS = 60_000;

/** Kinds of what changed; null when it may be anything, also who is logged in: nobody listened for a while, or is let in no more. */
export type Hint = readonly Kind[] | null;
type Hear = (hint: Hint) => void;

/**
 * The browser's one stream of hints: the tab that has the lock holds it and passes hints on to the others. Whoever does not
 * want it gives the lock back. A tab reads its page before it listens, so it asks what was heard in the last minute, as the
 * stream itself begins with that.
 */
export class SharedStream {
  private readonly hear: Hear;
  private readonly others = new BroadcastChannel(NAME);
  private readonly newcomers = new BroadcastChannel(`${NAME}-recent`);
  private readonly heardAt = new Map<Kind, number>();
  private wanted: AbortController | undefined;
  private leads = false;
  private asks = false;

  constructor(hear: Hear) {
    this.hear = hear;
    this.others.onmessage = ({ data }) => hear(data);
    this.newcomers.onmessage = ({ data }) => (data === null ? this.answer() : this.answered(data));
  }

  want(wants: boolean): void {
    if (wants === (this.wanted !== undefined)) return;
    this.wanted?.abort();
    this.wanted = wants ? new AbortController() : undefined;
    const signal = this.wanted?.signal;
    if (!signal) return;
    navigator.locks.request(NAME, { signal }, () => this.lead(signal)).catch(() => undefined);
    this.asks = true;
    this.newcomers.postMessage(null);
  }

  /** Holds the stream for as long as it is wanted here. */
  private async lead(signal: AbortSignal): Promise<void> {
    const held = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => held.resolve());
    const close = signal.aborted ? undefined : follow(this.tell);
    this.leads = true;
    await held.promise;
    this.leads = false;
    close?.();
  }

  private answer(): void {
    const oldest = performance.now() - RECENT_MILLISECONDS;
    const recent = [...this.heardAt].filter(([, at]) => at > oldest).map(([kind]) => kind);
    if (this.leads && recent.length > 0) this.newcomers.postMessage(recent);
  }

  private answered(kinds: readonly Kind[]): void {
    if (this.asks) this.hear(kinds);
    this.asks = false;
  }

  private readonly tell = (hint: Hint): void => {
    for (const kind of hint ?? KINDS) this.heardAt.set(kind, performance.now());
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
