import type { Me } from "../session/me.ts";
import type { Day } from "../time/workDate.ts";
import { type Flag, flagsOf, type Known } from "./flags.ts";
import type { Sheet, SheetWithEntries } from "./sheets.ts";

/** A sheet with what is odd about it. */
export interface Review extends SheetWithEntries {
  readonly flags: readonly Flag[];
  /** Nobody approves their own time here. */
  readonly own: boolean;
}

/** Why the member cannot approve a sheet; undefined when they can. */
export type Hindrance = "own" | "unknown" | undefined;

/**
 * The account's rule for those who approve: their own time only where the account allows it, and else only members of
 * whom it is known which time is theirs. The service decides; this is to say it beforehand.
 */
export function hindrance(sheet: Sheet, me: Pick<Me, "agentId">, allowSelfApproval: boolean): Hindrance {
  if (allowSelfApproval) return undefined;
  if (me.agentId === null) return "unknown";
  return me.agentId === sheet.agent_id ? "own" : undefined;
}

export function reviewOf(read: SheetWithEntries, known: Known, hindered: Hindrance): Review {
  return { ...read, flags: flagsOf(read.sheet, read.entries, known), own: hindered === "own" };
}

/** Nothing is odd, and what was looked at is all of it: sheet and entries are read a moment apart. */
export function isClean({ sheet, entries, flags, own }: Review): boolean {
  const looked = entries.reduce((sum, { seconds }) => sum + seconds, 0);
  return flags.length === 0 && !own && looked === sheet.seconds;
}

/** The days from the first to the last of some sheets. */
export function periodOf(sheets: readonly Sheet[]): { readonly first: Day; readonly last: Day } | null {
  const firsts = sheets.map(({ first_day }) => first_day).sort();
  const lasts = sheets.map(({ last_day }) => last_day).sort();
  const [first, last] = [firsts[0], lasts.at(-1)];
  return first && last ? { first, last } : null;
}
