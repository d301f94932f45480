import { queryOptions } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import type { Values } from "../ui/Form.tsx";

type Schemas = InvoicingSchemas["schemas"];
export type Expense = Schemas["ExpenseResponse"];
export type ExpenseWithDeeds = Schemas["ExpenseWithDeedsResponse"];
export type NewExpense = Schemas["ExpenseRequest"];
export type Billing = Schemas["ExpenseBillingRequest"];
export type Category = Schemas["CategoryResponse"];
export type NewCategory = Schemas["CategoryRequest"];
export type Receipt = Schemas["ReceiptResponse"];
export type State = Expense["state"];
export type Measure = "amount" | "distance";

export const STATES: readonly State[] = ["submitted", "rejected", "ready", "drafted", "billed", "approved"];

export function expenseQuery(expense_id: string) {
  return queryOptions({
    ...invoicing.query("/v1/expenses/{expense_id}", { params: { path: { expense_id } } }),
  });
}

export function categoriesQuery() {
  return invoicing.query("/v1/expense-categories");
}

function params(expense: Expense) {
  return { path: { expense_id: expense.id }, header: ifMatch(expense) };
}

export function record(body: NewExpense) {
  return data(invoicing.POST("/v1/expenses", { body }));
}

export function change(expense: Expense, body: NewExpense) {
  return data(invoicing.PUT("/v1/expenses/{expense_id}", { params: params(expense), body }));
}

export function changeBilling(expense: Expense, body: Billing) {
  return data(invoicing.PUT("/v1/expenses/{expense_id}/billing", { params: params(expense), body }));
}

export function remove(expense: Expense) {
  return invoicing.DELETE("/v1/expenses/{expense_id}", { params: params(expense) });
}

export function approve(expense: Expense) {
  return data(invoicing.POST("/v1/expenses/{expense_id}/approve", { params: params(expense) }));
}

export function reject(expense: Expense, reason: string) {
  return data(
    invoicing.POST("/v1/expenses/{expense_id}/reject", { params: params(expense), body: { reason } }),
  );
}

export function approveAll(expenses: readonly Expense[]) {
  const read = expenses.map(({ id, version }) => ({ id, version }));
  return data(invoicing.POST("/v1/expenses/approve", { body: { expenses: read } }));
}

export function addReceipt(expense_id: string, file: File) {
  return data(
    invoicing.POST("/v1/expenses/{expense_id}/receipts", {
      params: { path: { expense_id }, query: { file_name: file.name.slice(0, 200) || "receipt" } },
      headers: { "Content-Type": "application/octet-stream" },
      body: file as unknown as string,
      bodySerializer: (sent: unknown) => sent as string,
    }),
  );
}

export function removeReceipt(expense_id: string, receipt_id: string) {
  return invoicing.DELETE("/v1/expenses/{expense_id}/receipts/{receipt_id}", {
    params: { path: { expense_id, receipt_id } },
  });
}

/** Where a receipt is; a picture can be shown from there, and nothing in it runs. */
export function receiptAddress(expense_id: string, receipt_id: string): string {
  return `/invoicing/v1/expenses/${expense_id}/receipts/${receipt_id}`;
}

/** What a form says of an expense. What is typed wrong goes along, for the service to refuse at its field. */
export function expenseOf(values: Values, measure: Measure, billable: boolean): NewExpense {
  const spent =
    measure === "amount"
      ? { amount: values.amount ?? "" }
      : { distance_km: values.distance_km ?? "", rate_per_km: values.rate_per_km ?? "" };
  return {
    organization_id: values.organization_id ?? "",
    spent_on: values.spent_on ?? "",
    description: values.description ?? "",
    currency: (values.currency ?? "") as NewExpense["currency"],
    ...spent,
    project_id: values.project_id || null,
    category_id: values.category_id || null,
    agent_id: values.agent_id || null,
    billable,
  };
}
