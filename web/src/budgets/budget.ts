import { type RatesSchemas, rates } from "../api/rates.ts";
import { parseDuration } from "../time/duration.ts";
import type { Values } from "../ui/Form.tsx";

type Schemas = RatesSchemas["schemas"];
export type Budget = Schemas["BudgetResponse"];
export type BudgetMoney = Budget["money"][number];
export type SetBudget = Schemas["SetBudgetRequest"];
type Currency = Schemas["CurrencyCode"];

export const budgetQuery = (id: string) =>
  rates.query("/v1/budgets/{budget_id}", { params: { path: { budget_id: id } } });

/** How much of a budget is used and will be, in percent of it. */
export interface Used {
  readonly billed_percent: number | null;
  readonly approved_percent: number | null;
  readonly used_percent: number | null;
  readonly forecast_percent: number | null;
}

/** Widths, in percent. */
interface Parts {
  readonly billed: number;
  readonly approved: number;
  readonly logged: number;
  readonly planned: number;
  /** Where the budget ends. */
  readonly budget: number;
}

/** The parts of a bar that is as long as the budget, or as the forecast where that exceeds it. */
export function partsOf(used: Used): Parts | null {
  const { billed_percent: billed, approved_percent: approved, used_percent: logged } = used;
  const forecast = used.forecast_percent;
  if (billed === null || approved === null || logged === null || forecast === null) return null;
  const whole = Math.max(100, forecast);
  const share = (percent: number) => Math.max(0, Math.round((percent / whole) * 1000) / 10);
  return {
    billed: share(billed),
    approved: share(approved - billed),
    logged: share(logged - approved),
    planned: share(forecast - logged),
    budget: share(100),
  };
}

type Tone = "ok" | "warn" | "danger";

/** Over the budget, going to be, or within it. */
export function toneOf({ used_percent, forecast_percent }: Used): Tone {
  if ((used_percent ?? 0) > 100) return "danger";
  return (forecast_percent ?? 0) > 100 || (used_percent ?? 0) >= 80 ? "warn" : "ok";
}

const LONGEST_BUDGET = 2_000_000_000;

/** A customer's budget as it was typed; what is no duration goes to the service as typed, which refuses it. */
export function typedBudget(values: Values, customerId: string): SetBudget {
  const hours = values.budget_seconds?.trim();
  return {
    organization_id: customerId,
    budget_seconds: hours ? (parseDuration(hours, LONGEST_BUDGET) ?? (hours as unknown as number)) : null,
    budget_money: values.budget_money
      ? { amount: values.budget_money, currency: (values.budget_currency ?? "") as Currency }
      : null,
    period: values.period === "month" ? "month" : "total",
    thresholds: typedThresholds(values),
    valid_from: values.valid_from ?? "",
    valid_to: values.valid_to || null,
  };
}

/** `50, 80 100` as numbers. */
export function typedThresholds(values: Values): number[] {
  const typed = values.thresholds ?? "";
  return typed
    .split(/[^\d.-]+/)
    .filter(Boolean)
    .map(Number);
}

/** Whether it is any money at all. */
export const isSome = ({ amount }: { readonly amount: string }) => /[1-9]/.test(amount);
