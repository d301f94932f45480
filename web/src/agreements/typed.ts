import { parseDuration } from "../time/duration.ts";
import type { Values } from "../ui/Form.tsx";
import type { Kind, NewAgreement, NewBlock, NewTerms } from "./agreement.ts";

const MOST_SECONDS = 100_000 * 3600;
/** What is no number of hours is sent as this, and refused at its field. */
const NO_HOURS = -1;

type Currency = NewAgreement["currency"];

/** Seconds of hours that were typed; nothing typed is 0. */
export function secondsOf(typed: string | undefined): number {
  const text = (typed ?? "").trim();
  return text === "" ? 0 : (parseDuration(text, MOST_SECONDS) ?? NO_HOURS);
}

/** A whole number, or null for nothing; what is none is sent on, to be refused. */
export function countOf(typed: string | undefined): number | null {
  const text = (typed ?? "").trim();
  if (text === "") return null;
  return /^\d+$/.test(text) ? Number(text) : 0;
}

/** What was chosen beside the fields of the form. */
export interface Chosen {
  readonly kind: Kind;
  readonly organization_id: string;
  readonly project_ids: readonly string[];
  readonly service_type_ids: readonly string[];
}

/** A new agreement as its form says it: of each kind only what belongs to it. */
export function agreementOf(values: Values, chosen: Chosen): NewAgreement {
  const { kind } = chosen;
  return {
    ...chosen,
    project_ids: [...chosen.project_ids],
    service_type_ids: [...chosen.service_type_ids],
    name: values.name ?? "",
    currency: (values.currency ?? "").toUpperCase() as Currency,
    first_day: values.first_day ?? "",
    last_day: values.last_day || null,
    renews_months: countOf(values.renews_months),
    ...(kind === "monthly-minimum" || kind === "spend-minimum" ? monthlyOf(kind, values) : {}),
    ...(kind === "fixed-price" ? { milestones: milestonesOf(values) } : {}),
  };
}

function monthlyOf(kind: Kind, values: Values): Partial<NewAgreement> {
  const terms = {
    valid_from: values.first_day ?? "",
    amount: values["terms.0.amount"] ?? "",
    included_seconds: secondsOf(values["terms.0.included_seconds"]),
  };
  return {
    terms: [terms],
    prorate: values.prorate === "on",
    indexing: indexingOf(values),
    ...(kind === "monthly-minimum"
      ? { in_advance: values.in_advance === "true", rollover: rolloverOf(values) }
      : {}),
  };
}

function rolloverOf(values: Values): NewAgreement["rollover"] {
  const mode = values["rollover.mode"];
  const expiry_months = countOf(values["rollover.expiry_months"]);
  if (mode === "all") return { mode, cap_seconds: null, expiry_months };
  if (mode !== "capped") return { mode: "none", cap_seconds: null, expiry_months: null };
  return { mode, cap_seconds: secondsOf(values["rollover.cap_seconds"]), expiry_months };
}

/** The rise is on the first of a month, or on the day on which the agreement began. */
function indexingOf(values: Values): NewAgreement["indexing"] {
  const percent = (values["indexing.percent"] ?? "").trim();
  if (percent === "") return null;
  const month = countOf(values["indexing.month"]);
  return { percent, month, day: month === null ? null : 1 };
}

function milestonesOf(values: Values): { name: string; amount: string }[] {
  const found = [];
  for (let at = 0; `milestones.${at}.name` in values; at += 1)
    found.push({
      name: values[`milestones.${at}.name`] ?? "",
      amount: values[`milestones.${at}.amount`] ?? "",
    });
  return found;
}

/** Other terms from a day on. */
export function termsOf(values: Values): NewTerms {
  return {
    valid_from: values.valid_from ?? "",
    amount: values.amount ?? "",
    included_seconds: secondsOf(values.included_seconds),
  };
}

/** A block of hours or of money that the customer buys. */
export function blockOf(values: Values, kind: Kind): NewBlock {
  const isHours = kind === "prepaid-hours";
  return {
    bought_on: values.bought_on ?? "",
    price: values.price ?? "",
    seconds: isHours ? secondsOf(values.seconds) : null,
    amount: isHours ? null : (values.amount ?? ""),
    expires_on: values.expires_on || null,
  };
}
