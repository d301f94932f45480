import type { Day } from "../time/workDate.ts";
import type { Agreement, Balance } from "./agreement.ts";

/** Hours that were used of those that could be. */
export interface Hours {
  readonly used: number;
  readonly whole: number;
  readonly remaining: number;
  /** What exceeds them, and is charged by the hour. */
  readonly overage: number;
}

/** The hours of this month, or of the blocks that can be drawn; nothing of what has no hours. */
export function hoursOf({ kind, month, blocks, remaining_seconds }: Balance): Hours | null {
  if (kind === "monthly-minimum" && month && month.included_seconds > 0)
    return {
      used: month.used_seconds,
      whole: month.included_seconds,
      remaining: month.remaining_seconds,
      overage: month.overage_seconds,
    };
  if (kind !== "prepaid-hours" || remaining_seconds === null) return null;
  const usable = blocks.filter((block) => block.usable);
  const whole = usable.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
  return whole > 0
    ? { used: whole - remaining_seconds, whole, remaining: remaining_seconds, overage: 0 }
    : null;
}

/** How full a bar is; what is more than all is all. */
export function percentOf({ used, whole }: Hours): number {
  return Math.min(100, Math.round((used / whole) * 100));
}

export type Tone = "ok" | "warn" | "danger";

/** Four fifths are nearly all; beyond all, hours are charged by the hour. */
export function toneOf({ used, whole, overage }: Hours): Tone {
  if (overage > 0) return "danger";
  return used * 5 >= whole * 4 ? "warn" : "ok";
}

/** What comes onto an invoice next: how much, and from which day on or for what. */
export interface NextCharge {
  readonly amount: string;
  readonly from: Day | null;
  readonly part: string | null;
}

export function nextCharge(agreement: Agreement, balance: Balance): NextCharge | null {
  const { month } = balance;
  if (month) {
    if (month.closed_at !== null || month.billable_from === null) return null;
    return { amount: month.amount, from: month.billable_from, part: null };
  }
  const block = balance.blocks.find(({ invoice_id }) => invoice_id === null);
  if (block) return { amount: block.price, from: block.bought_on, part: null };
  const part = agreement.milestones.find(({ reached_on }) => reached_on === null);
  return part ? { amount: part.amount, from: null, part: part.name } : null;
}
