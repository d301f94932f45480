import { expect, test } from "vitest";
import type { Invoice, Payment } from "./invoice.ts";
import { timeline } from "./timeline.ts";

const invoice = {
  id: "i1",
  created_at: "2026-11-01T08:00:00Z",
  quickbooks: { state: "copied", at: "2026-11-01T08:02:00Z" },
} as Invoice;
const payment = {
  id: "p1",
  recorded_at: "2026-11-03T08:00:00Z",
  recorded_by: "mette",
  reverses: null,
  reason: null,
  taken_back: [
    { invoice_id: "i1", at: "2026-11-04T08:00:00Z", by: "mette", reason: "wrong invoice" },
    { invoice_id: "i2", at: "2026-11-04T09:00:00Z", by: "mette", reason: "another's" },
  ],
} as unknown as Payment;
const none = { message: null, payments: [], questions: [], notes: [] };

test("the newest comes first, and only what concerns this invoice", () => {
  const happened = timeline({ invoice, ...none, payments: [payment] });
  expect(happened.map(({ kind }) => kind)).toEqual(["taken-back", "paid", "copied", "issued"]);
});

test("a counter-entry is a reversal, with its reason", () => {
  const counter = { ...payment, reverses: "p1", reason: "bounced", taken_back: [] };
  expect(timeline({ invoice, ...none, payments: [counter] })[0]).toMatchObject({
    kind: "reversed",
    why: "bounced",
  });
});
