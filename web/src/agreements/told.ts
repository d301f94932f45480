import type { Day } from "../time/workDate.ts";
import { type Agreement, type Kind, type NewAgreement, termsOn } from "./agreement.ts";

/** What decides what an agreement charges: of one that holds, or of one that is being typed. */
export interface Told {
  readonly kind: Kind;
  readonly currency: string;
  /** The fee or the minimum of a month; nothing while it is typed. */
  readonly amount: string | null;
  readonly included_seconds: number;
  readonly rollover: Rollover | null;
  readonly indexing: { readonly percent: string; readonly day_of_year: Day | null } | null;
  readonly in_advance: boolean;
  readonly prorate: boolean;
  /** Of a fixed price. */
  readonly parts: number;
  readonly last_day: Day | null;
  readonly renews_months: number | null;
}

interface Rollover {
  readonly mode: "none" | "all" | "capped";
  readonly cap_seconds?: number | null;
  readonly expiry_months?: number | null;
}

/** An agreement as it is on a day. */
export function toldOf(agreement: Agreement, day: Day): Told {
  const terms = termsOn(agreement.terms, day);
  return {
    ...agreement,
    amount: terms?.amount ?? null,
    included_seconds: terms?.included_seconds ?? 0,
    indexing: agreement.indexing && indexingTold(agreement.indexing),
    parts: agreement.milestones.length,
  };
}

/** One that is being typed. An amount that is none yet is not told. */
export function typedTold(typed: NewAgreement): Told {
  const { terms = [], milestones = [], indexing = null, ...rest } = typed;
  const [{ amount, included_seconds } = NO_TERMS] = terms;
  const isMoney = isAmount(amount) && /^[A-Z]{3}$/.test(typed.currency);
  return {
    ...DEFAULTS,
    ...rest,
    amount: isMoney ? amount : null,
    included_seconds: included_seconds ?? 0,
    indexing: indexing && isAmount(indexing.percent) ? indexingTold(indexing) : null,
    parts: milestones.length,
  };
}

const NO_TERMS = { amount: "", included_seconds: 0 };
const DEFAULTS = { rollover: null, in_advance: false, prorate: false, last_day: null, renews_months: null };

function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/** The day of a year that has all days. */
function indexingTold({
  percent,
  month,
  day,
}: {
  readonly percent: string;
  readonly month?: number | null;
  readonly day?: number | null;
}): Told["indexing"] {
  const two = (value: number) => String(value).padStart(2, "0");
  return { percent, day_of_year: month && day ? `2000-${two(month)}-${two(day)}` : null };
}
