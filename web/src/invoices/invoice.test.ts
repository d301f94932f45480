import { expect, test } from "vitest";
import { nextStep, standing } from "./invoice.ts";

const issued = {
  state: "issued",
  payment: "unpaid",
  overdue: false,
  credit: "none",
  disputed: false,
  delivery: { state: "sent" },
} as const;

test("an invoice is called by what matters most about it", () => {
  expect(standing({ ...issued, state: "draft" })).toBe("draft");
  expect(standing(issued)).toBe("open");
  expect(standing({ ...issued, payment: "partial" })).toBe("partial");
  expect(standing({ ...issued, payment: "partial", overdue: true })).toBe("overdue");
  expect(standing({ ...issued, payment: "paid" })).toBe("paid");
});

test("what was credited whole is neither paid nor owed", () => {
  const credited = { ...issued, payment: "paid", credit: "full" } as const;
  expect(standing(credited)).toBe("credited");
  expect(nextStep(credited)).toBe("correct");
  expect(standing({ ...issued, credit: "partial" })).toBe("open");
});

test("a mail that failed comes before a payment that is late", () => {
  expect(nextStep({ ...issued, overdue: true })).toBe("collect");
  expect(nextStep({ ...issued, overdue: true, delivery: { state: "failed" } })).toBe("send-again");
  expect(nextStep({ ...issued, delivery: { state: "unknown" } })).toBe("ask-whether-it-came");
});

test("of a paid invoice nothing is asked, however its mail went", () => {
  expect(nextStep({ ...issued, payment: "paid", delivery: { state: "failed" } })).toBe("nothing");
  expect(nextStep({ ...issued, payment: "overpaid" })).toBe("settle-surplus");
});

test("what is disputed is looked into, also when it is paid or late", () => {
  expect(nextStep({ ...issued, disputed: true, overdue: true })).toBe("resolve-dispute");
  expect(nextStep({ ...issued, disputed: true, payment: "paid" })).toBe("resolve-dispute");
});

test("what is on its way is waited for", () => {
  expect(nextStep({ ...issued, delivery: { state: "queued" } })).toBe("wait-for-delivery");
  expect(nextStep(issued)).toBe("wait-for-payment");
  expect(nextStep({ ...issued, state: "draft" })).toBe("finish-draft");
});
