import { expect, test } from "vitest";
import { allocationsOf, hasCredit, namedByInvoice, type Payment } from "./payment.ts";

const payment = { credit: { amount: "0.00", currency: "DKK" }, reverses: null, reversed_by: null } as Payment;
const withCredit: Payment = { ...payment, credit: { amount: "0.05", currency: "DKK" } };

test("credit is left when any digit of it is not zero, and nobody reversed the payment", () => {
  expect(hasCredit(payment)).toBe(false);
  expect(hasCredit(withCredit)).toBe(true);
  expect(hasCredit({ ...withCredit, reversed_by: "p2" })).toBe(false);
});

test("only invoices with an amount are settled, and by the amount as the API takes it", () => {
  const values = {
    reference: "x",
    "allocations.i1-typed": "1.234,50",
    "allocations.i1": "1234.50",
    "allocations.i2-typed": "",
    "allocations.i2": "",
  };
  expect(allocationsOf(values)).toEqual([{ invoice_id: "i1", amount: "1234.50" }]);
});

test("the refusal of an allocation is shown at the invoice that it is for", () => {
  const errors = [{ field: "allocations.1.amount", reason: "too much" }];
  const problem = { type: "x", title: "x", status: 422, errors };
  const sent = [
    { invoice_id: "i1", amount: "1" },
    { invoice_id: "i2", amount: "2" },
  ];
  expect(namedByInvoice(problem, sent)?.errors).toEqual([
    { field: "allocations.i2.amount", reason: "too much" },
  ]);
});
