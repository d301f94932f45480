import { expect, test } from "vitest";
import type { NewAgreement } from "./agreement.ts";
import { typedTold } from "./told.ts";

const TYPED: NewAgreement = {
  kind: "monthly-minimum",
  organization_id: "",
  name: "Support",
  currency: "DKK",
  first_day: "2026-11-01",
  terms: [{ valid_from: "2026-11-01", amount: "18000", included_seconds: 72_000 }],
  indexing: { percent: "2.5", month: 1, day: 1 },
};

test("what is typed is told as it would be kept", () => {
  expect(typedTold(TYPED)).toMatchObject({
    amount: "18000",
    included_seconds: 72_000,
    indexing: { percent: "2.5", day_of_year: "2000-01-01" },
    rollover: null,
    last_day: null,
    parts: 0,
  });
});

test("half an amount, or half a currency, is not told as money", () => {
  const terms = [{ valid_from: "2026-11-01", amount: "18.", included_seconds: 0 }];
  expect(typedTold({ ...TYPED, terms }).amount).toBeNull();
  expect(typedTold({ ...TYPED, currency: "DK" as NewAgreement["currency"] }).amount).toBeNull();
  expect(typedTold({ ...TYPED, indexing: { percent: "x", month: null, day: null } }).indexing).toBeNull();
});

test("a rise without a day is on the day on which it began", () => {
  const indexing = { percent: "2", month: null, day: null };
  expect(typedTold({ ...TYPED, indexing }).indexing?.day_of_year).toBeNull();
});
