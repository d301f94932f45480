import { queryOptions } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";

type Schemas = InvoicingSchemas["schemas"];
export type QuoteSummary = Schemas["QuoteSummaryResponse"];
export type QuotedLine = Schemas["QuotedLineResponse"];
export type Discount = Schemas["QuotedDiscountResponse"];
export type NewQuote = Schemas["CreateQuoteRequest"];
export type NewLine = Schemas["QuotedLineRequest"];
export type Terms = Schemas["ChangeQuoteRequest"];
export type NewAnswer = Schemas["AnswerQuoteRequest"];
export type State = QuoteSummary["state"];

type Read = Schemas["QuoteResponse"];

/** A quote with the version that was read: each change says which one it changes. */
export interface Quote extends Read {
  readonly etag: string;
}

export function quoteQuery(id: string) {
  return queryOptions({
    queryKey: ["invoicing", "/v1/quotes", id],
    queryFn: async ({ signal }): Promise<Quote> => {
      const params = { path: { quote_id: id } };
      const answer = await invoicing.GET("/v1/quotes/{quote_id}", { params, signal });
      return {
        ...(answer.data as Read),
        etag: answer.response.headers.get("etag") ?? "",
      };
    },
  });
}

function params({ id, etag }: Quote) {
  return { path: { quote_id: id }, header: { "if-match": etag } };
}

export function create(body: NewQuote) {
  return data(invoicing.POST("/v1/quotes", { body }));
}

export function change(quote: Quote, body: Terms) {
  return data(invoicing.PUT("/v1/quotes/{quote_id}", { params: params(quote), body }));
}

export function remove(quote: Quote) {
  return invoicing.DELETE("/v1/quotes/{quote_id}", { params: params(quote) });
}

export function sendQuote(quote: Quote) {
  return data(invoicing.POST("/v1/quotes/{quote_id}/send", { params: params(quote) }));
}

export function answerQuote(quote: Quote, body: NewAnswer) {
  return data(invoicing.POST("/v1/quotes/{quote_id}/answer", { params: params(quote), body }));
}

/** Makes a draft of these lines, or of all that are left. */
export function bill(quote: Quote, line_ids: string[]) {
  return data(
    invoicing.POST("/v1/quotes/{quote_id}/invoices", { params: params(quote), body: { line_ids } }),
  );
}

/** What can be put on a draft. */
export function billable(quote: Quote): readonly QuotedLine[] {
  return quote.lines.filter(({ charged, invoice_id, kind }) => charged && !invoice_id && kind !== "discount");
}

/** The currency, for a quote that replaces this one. */
export function currencyOf({ currency }: Quote) {
  return currency as NonNullable<NewQuote["currency"]>;
}
