import type { Kind } from "./touched.ts";

const SOON_MILLISECONDS = 200;
const FIRST_PAUSE_MILLISECONDS = 1_000;
const LAST_PAUSE_MILLISECONDS = 8_000;
const LATE_MILLISECONDS = 2_000;

/**
 * Gathers hints and reads anew what they touch: soon, and once more later, because who reads of a change (prices, billable
 * time) may do so after we were told of it. Hints that do not end (somebody imports a year) are read less and less often,
 * every 8 s at last. While `busy`, it waits.
 */
export class Refresh {
  private readonly read: (kinds: ReadonlySet<Kind>) => void;
  private readonly busy: () => boolean;
  private heard = new Set<Kind>();
  private late = new Set<Kind>();
  private soonTimer: ReturnType<typeof setTimeout> | undefined;
  private lateTimer: ReturnType<typeof setTimeout> | undefined;
  private passedAt = Number.NEGATIVE_INFINITY;
  private pause = FIRST_PAUSE_MILLISECONDS;

  constructor(read: (kinds: ReadonlySet<Kind>) => void, busy: () => boolean) {
    this.read = read;
    this.busy = busy;
  }

  readonly hear = (kinds: readonly Kind[]): void => {
    for (const kind of kinds) this.heard.add(kind);
    this.soonTimer ??= setTimeout(this.pass, this.wait());
  };

  private wait(): number {
    const left = this.passedAt + this.pause - performance.now();
    this.pause = left > 0 ? Math.min(2 * this.pause, LAST_PAUSE_MILLISECONDS) : FIRST_PAUSE_MILLISECONDS;
    return Math.max(SOON_MILLISECONDS, left);
  }

  private readonly pass = (): void => {
    this.soonTimer = undefined;
    if (this.busy()) {
      this.soonTimer = setTimeout(this.pass, FIRST_PAUSE_MILLISECONDS);
      return;
    }
    this.passedAt = performance.now();
    this.read(this.heard);
    this.late = new Set([...this.late, ...this.heard]);
    this.heard = new Set();
    this.repeat(LATE_MILLISECONDS);
  };

  private repeat(milliseconds: number): void {
    clearTimeout(this.lateTimer);
    this.lateTimer = setTimeout(this.passAgain, milliseconds);
  }

  private readonly passAgain = (): void => {
    if (this.busy()) {
      this.repeat(FIRST_PAUSE_MILLISECONDS);
      return;
    }
    this.read(this.late);
    this.late = new Set();
  };
}
