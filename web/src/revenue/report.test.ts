import { expect, test } from "vitest";
import {
  coveredSeconds,
  type Figures,
  hasCharges,
  type Part,
  type Report,
  rowsOf,
  unpricedSeconds,
  waits,
} from "./report.ts";

test("parts stand below their group", () => {
  const part = (id: string | null, day: string | null) => ({ id, day, name: null }) as Part;
  const report = {
    groups: [
      { ...part("a", null), parts: [part(null, "2026-02-01"), part(null, "2026-03-01")] },
      { ...part(null, null), parts: [] },
    ],
  } as unknown as Report;
  expect(rowsOf(report).map(({ key, inner }) => [key, inner])).toEqual([
    ["a", false],
    ["a 2026-02-01", true],
    ["a 2026-03-01", true],
    ["none", false],
  ]);
});

test("time that is not billable misses no price", () => {
  const unpriced = [
    { reason: "no-rate", entries: 1, seconds: 60 },
    { reason: "not-billable", entries: 1, seconds: 3600 },
    { reason: "no-organization", entries: 2, seconds: 30 },
  ] as const;
  expect(unpricedSeconds({ unpriced: [...unpriced] })).toBe(90);
});

test("states and treatments, which have names only, are rows apart", () => {
  const groups = ["approved", "logged"].map((name) => ({ id: null, day: null, name, parts: [] }));
  expect(rowsOf({ groups } as unknown as Report).map(({ key }) => key)).toEqual(["approved", "logged"]);
});

const money = (amount: string) => ({ amount, currency: "DKK" });
const charges = (amount: string, expected: string) =>
  ({ amount: money(amount), ready: money("0.00"), expected: money(expected) }) as Charges;
type Charges = Figures["earnings"][number]["charges"];

test("what is to bill is told apart while some of it is not approved, and what agreements cover is summed", () => {
  const earning = (logged_seconds: number, included_seconds: number, prepaid_seconds: number) =>
    ({
      logged_seconds,
      included_seconds,
      prepaid_seconds,
      charges: charges("0.00", "0.00"),
    }) as Figures["earnings"][number];
  const figures = { earnings: [earning(0, 60, 0), earning(0, 30, 5)] };
  expect(waits(figures)).toBe(false);
  expect(hasCharges(figures)).toBe(false);
  expect(waits({ earnings: [earning(0, 0, 0), earning(1, 0, 0)] })).toBe(true);
  expect([coveredSeconds(figures, "included"), coveredSeconds(figures, "prepaid")]).toEqual([90, 5]);
});

test("what agreements charge is told apart, and waits while a fee cannot be billed", () => {
  const earning = (amount: string, expected: string) =>
    ({ logged_seconds: 0, charges: charges(amount, expected) }) as Figures["earnings"][number];
  expect(hasCharges({ earnings: [earning("18000.00", "0.00")] })).toBe(true);
  expect(waits({ earnings: [earning("18000.00", "0.00")] })).toBe(false);
  expect(waits({ earnings: [earning("18000.00", "-20.00")] })).toBe(true);
});

test("what agreements charge of nobody is a row apart", () => {
  const groups = ["agreement", null].map((name) => ({ id: null, day: null, name, parts: [] }));
  expect(rowsOf({ groups } as unknown as Report).map(({ key }) => key)).toEqual(["agreement", "none"]);
});
