import { expect, test } from "vitest";
import { type CreditableLine, isLeft, keyOf, partsOf } from "./credit.ts";

const entry = { entry_id: "e1", start: 0, end: 28_800, seconds: 28_800 };
const time = { line_id: "time", kind: "time", entries: [entry] } as unknown as CreditableLine;
const fee = {
  line_id: "fee",
  kind: "fee",
  entries: [],
  left: { amount: "100.00", currency: "DKK" },
} as unknown as CreditableLine;
const asIs = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? text : null);
const hours = keyOf(time, time.entries[0]);

test("what is not chosen is not credited", () => {
  expect(partsOf([time, fee], {}, asIs)).toEqual([]);
});

test("of an entry its last seconds are credited", () => {
  const lines = [{ line_id: "time", entries: [{ entry_id: "e1", start: 16_200, end: 28_800 }] }];
  expect(partsOf([time, fee], { [hours]: "3:30" }, asIs)).toEqual(lines);
});

test("what costs nothing is credited as it is", () => {
  const free = { ...fee, left: { amount: "0.00", currency: "DKK" } } as CreditableLine;
  expect(partsOf([free], { fee: "0.00" }, asIs)).toEqual([{ line_id: "fee", entries: [] }]);
  expect(isLeft(free, null)).toBe(true);
});

test("of another line an amount is credited", () => {
  expect(partsOf([time, fee], { fee: "30" }, asIs)).toEqual([{ line_id: "fee", amount: "30", entries: [] }]);
});

test.each([
  { [hours]: "9:00" },
  { [hours]: "" },
  { [hours]: "x" },
  { fee: "much" },
  { fee: "0" },
  { fee: "100.01" },
])("what cannot be credited is no part: %j", (typed) => {
  expect(partsOf([time, fee], typed, asIs)).toBeUndefined();
});
