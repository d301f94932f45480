import type { Kind } from "./touched.ts";

const SOON_MILLISECONDS = 200;
const PASS_MILLISECONDS = 1_000;
const LATE_MILLISECONDS = 2_000;

/**
 * Gathers hints and reads anew what they touch: soon, at most once a second, and once more later, because who reads of a
 * change (prices, billable time) may do so after we were told of it. While somebody is `busy`, it waits.
 */
export class Refresh {
  private readonly read: (kinds: ReadonlySet<Kind>) => void;
  private readonly busy: () => boolean;
  private heard = new Set<Kind>();
  private late = new Set<Kind>();
  private soonTimer: ReturnType<typeof setTimeout> | undefined;
  private lateTimer: ReturnType<typeof setTimeout> | undefined;
  private passedAt = Number.NEGATIVE_INFINITY;

  constructor(read: (kinds: ReadonlySet<Kind>) => void, busy: () => boolean) {
    this.read = read;
    this.busy = busy;
  }

  readonly hear = (kinds: readonly Kind[]): void => {
    for (const kind of kinds) this.heard.add(kind);
    const wait = this.passedAt + PASS_MILLISECONDS - performance.now();
    this.soonTimer ??= setTimeout(this.pass, Math.max(SOON_MILLISECONDS, wait));
  };

  private readonly pass = (): void => {
    this.soonTimer = undefined;
    if (this.busy()) {
      this.soonTimer = setTimeout(this.pass, PASS_MILLISECONDS);
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
      this.repeat(PASS_MILLISECONDS);
      return;
    }
    this.read(this.late);
    this.late = new Set();
  };
}
