import { expect, test } from "vitest";
import { takingOf, wentOut } from "./bank.ts";
import { writtenOff } from "./payment.ts";

const dkk = (amount: string) => ({ amount, currency: "DKK" as const });

test("a proposal is taken as it says", () => {
  const proposal = {
    certainty: "certain" as const,
    reasons: ["number" as const],
    organization_id: "o",
    organization_name: "Nordlys",
    allocations: [{ invoice_id: "i", number: "2026-0001", amount: dkk("12.50") }],
    credit: dkk("0.00"),
    refund_id: null,
  };
  const allocations = [{ invoice_id: "i", amount: "12.50" }];
  expect(takingOf(proposal)).toEqual({ organization_id: "o", refund_id: null, allocations });
});

test("money that went out begins with a minus", () => {
  expect(wentOut({ amount: dkk("-1.00") } as Parameters<typeof wentOut>[0])).toBe(true);
});

test("of a ticked invoice the rest is written off, with the reason", () => {
  const values = { "allocations.a": "1245.00", "write_off.a": "1250.00", write_off_reason: "Fee" };
  const write_offs = [{ invoice_id: "a", amount: "5.00" }];
  expect(writtenOff(values)).toEqual({ write_offs, write_off_reason: "Fee" });
});

test("nothing is written off where all is settled, or more", () => {
  const values = { "allocations.a": "1250.00", "write_off.a": "1250.00", write_off_reason: "Fee" };
  expect(writtenOff(values)).toEqual({ write_offs: [], write_off_reason: "" });
});
