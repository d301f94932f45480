import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Summary = Schemas["RecurringSummaryResponse"];
export type Recurring = Schemas["RecurringResponse"];
export type RecurringLine = Schemas["RecurringLineResponse"];
export type Period = Schemas["RecurringPeriodResponse"];
export type Upcoming = Schemas["UpcomingInvoiceResponse"];
export type Preview = Schemas["RecurringPreviewResponse"];
export type MonthlySum = Schemas["MonthlySumResponse"];
export type New = Schemas["CreateRecurringRequest"];
export type Terms = Schemas["ChangeRecurringRequest"];
export type NewLine = Schemas["RecurringLineRequest"];
/** For whom a new one is. */
export interface NewFor {
  readonly organization_id: string | null;
  readonly currency: string;
}
export type State = Summary["state"];
export type Unit = Summary["unit"];

export function recurringQuery(recurring_id: string) {
  const params = { path: { recurring_id } };
  return invoicing.query("/v1/recurring-invoices/{recurring_id}", { params });
}

export function periodPages(recurring_id: string) {
  const params = { path: { recurring_id } };
  return invoicing.pages("/v1/recurring-invoices/{recurring_id}/periods", { params });
}

/** The next three invoices of what is being typed; the ones before stay until they are there. */
export function previewQuery(terms: Terms | null, of: NewFor | Recurring) {
  const about = "id" in of ? { id: of.id, version: of.version } : of;
  return queryOptions({
    queryKey: ["invoicing", "/v1/recurring-invoices/preview", about, terms],
    queryFn: () => data(preview(terms as Terms, of)),
    enabled: terms !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

function preview(terms: Terms, of: NewFor | Recurring) {
  const body = { ...terms, name: terms.name || "–" };
  if ("id" in of)
    return invoicing.POST("/v1/recurring-invoices/{recurring_id}/preview", {
      params: { path: { recurring_id: of.id } },
      body,
    });
  const { organization_id, currency } = of;
  return invoicing.POST("/v1/recurring-invoices/preview", {
    body: { ...body, organization_id: organization_id ?? "", currency: currency as New["currency"] },
  });
}

function params(one: Pick<Summary, "id" | "version">) {
  return { path: { recurring_id: one.id }, header: ifMatch(one) };
}

export function create(body: New) {
  return data(invoicing.POST("/v1/recurring-invoices", { body }));
}

export function change(one: Recurring, body: Terms) {
  return data(invoicing.PUT("/v1/recurring-invoices/{recurring_id}", { params: params(one), body }));
}

export function remove(one: Recurring) {
  return invoicing.DELETE("/v1/recurring-invoices/{recurring_id}", { params: params(one) });
}

export function pause(one: Recurring) {
  return data(invoicing.POST("/v1/recurring-invoices/{recurring_id}/pause", { params: params(one) }));
}

export function resume(one: Recurring, catch_up: boolean) {
  const path = "/v1/recurring-invoices/{recurring_id}/resume";
  return data(invoicing.POST(path, { params: params(one), body: { catch_up } }));
}

export function makeAgain(one: Recurring, period_id: string) {
  const { path, header } = params(one);
  return data(
    invoicing.POST("/v1/recurring-invoices/{recurring_id}/periods/{period_id}/make", {
      params: { path: { ...path, period_id }, header },
    }),
  );
}
