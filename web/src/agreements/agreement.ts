import { type RatesSchemas, rates } from "../api/rates.ts";
import { data, ifMatch } from "../api/service.ts";
import type { Day } from "../time/workDate.ts";

type Schemas = RatesSchemas["schemas"];
export type Agreement = Schemas["AgreementResponse"];
export type Kind = Agreement["kind"];
export type Terms = Agreement["terms"][number];
export type Block = Agreement["blocks"][number];
export type Milestone = Agreement["milestones"][number];
export type NewAgreement = Schemas["CreateAgreementRequest"];
export type NewTerms = Schemas["TermsRequest"];
export type NewBlock = Schemas["BuyBlockRequest"];
export type Balance = Schemas["BalanceResponse"];
export type Month = Schemas["LedgerMonthResponse"];
export type LedgerRow = Month["rows"][number];
export type CoveredEntry = Schemas["CoveredEntryResponse"];
export type Segment = CoveredEntry["segments"][number];
export type Renewal = Schemas["RenewAgreementRequest"];

export const KINDS: readonly Kind[] = [
  "monthly-minimum",
  "spend-minimum",
  "prepaid-hours",
  "prepaid-amount",
  "fixed-price",
];

export function kindOf(text: string | null): Kind | null {
  return KINDS.find((kind) => kind === text) ?? null;
}

/** Whether it charges something of every month. */
export function isMonthly(kind: Kind): boolean {
  return kind === "monthly-minimum" || kind === "spend-minimum";
}

export function isPrepaid(kind: Kind): boolean {
  return kind === "prepaid-hours" || kind === "prepaid-amount";
}

/** What holds on a day; before the first day what will hold then. */
export function termsOn(terms: readonly Terms[], day: Day): Terms | undefined {
  return terms.findLast(({ valid_from }) => valid_from <= day) ?? terms[0];
}

export type Standing = "coming" | "holds" | "over";

/** One that renews itself has no end until somebody ends it. */
export function standingOn(
  { first_day, last_day, renews_months }: Pick<Agreement, "first_day" | "last_day" | "renews_months">,
  day: Day,
): Standing {
  if (day < first_day) return "coming";
  return last_day !== null && renews_months === null && last_day < day ? "over" : "holds";
}

/** How it stands today. */
export function balanceQuery(agreementId: string) {
  const params = { path: { agreement_id: agreementId } };
  return rates.query("/v1/agreements/{agreement_id}/balance", { params });
}

function at(agreement: Agreement) {
  return { path: { agreement_id: agreement.id }, header: ifMatch(agreement) };
}

export function create(body: NewAgreement): Promise<Agreement> {
  return data(rates.POST("/v1/agreements", { body }));
}

export function changeTerms(agreement: Agreement, body: NewTerms): Promise<Agreement> {
  return data(rates.POST("/v1/agreements/{agreement_id}/terms", { params: at(agreement), body }));
}

export function end(agreement: Agreement, last_day: Day): Promise<Agreement> {
  const body = { last_day };
  return data(rates.PATCH("/v1/agreements/{agreement_id}", { params: at(agreement), body }));
}

export function renew(agreement: Agreement, body: Renewal): Promise<Agreement> {
  return data(rates.POST("/v1/agreements/{agreement_id}/renew", { params: at(agreement), body }));
}

export function buyBlock(agreement: Agreement, body: NewBlock): Promise<Agreement> {
  return data(rates.POST("/v1/agreements/{agreement_id}/blocks", { params: at(agreement), body }));
}

export function reach(
  agreement: Agreement,
  milestone: Milestone,
  reached_on: Day | null,
): Promise<Agreement> {
  const { path, header } = at(agreement);
  const params = { path: { ...path, milestone_id: milestone.id }, header };
  const body = { reached_on };
  return data(rates.PUT("/v1/agreements/{agreement_id}/milestones/{milestone_id}", { params, body }));
}

export async function withdraw(agreement: Agreement): Promise<void> {
  await rates.DELETE("/v1/agreements/{agreement_id}", { params: at(agreement) });
}
