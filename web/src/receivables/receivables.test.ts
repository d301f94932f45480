import { expect, test } from "vitest";
import {
  byCurrency,
  type CreditNote,
  type Invoice,
  type Payment,
  type Row,
  statement,
} from "./receivables.ts";

const row = (id: string, currency: string) => ({ organization_id: id, currency }) as Row;
const invoice = (id: string, issue_date: string) => ({ id, issue_date }) as Invoice;
const payment = (id: string, received_on: string) => ({ id, received_on }) as Payment;

test("each currency has a scale of its own", () => {
  const grouped = byCurrency([row("a", "EUR"), row("b", "DKK"), row("a", "DKK")]);
  expect(grouped.map(([currency, rows]) => [currency, rows.map((one) => one.organization_id)])).toEqual([
    ["DKK", ["b", "a"]],
    ["EUR", ["a"]],
  ]);
});

test("a statement is in the order of days, the invoice before what pays it", () => {
  const entries = statement(
    [invoice("i1", "2026-10-01"), invoice("i2", "2026-11-01")],
    [{ id: "n1", issue_date: "2026-11-01" } as CreditNote],
    [payment("p1", "2026-11-01"), payment("p2", "2026-10-20")],
  );
  expect(entries.map(({ key }) => key)).toEqual(["i1", "p2", "i2", "n1", "p1"]);
});
