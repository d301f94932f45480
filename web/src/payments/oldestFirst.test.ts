import { expect, test } from "vitest";
import { oldestFirst } from "./oldestFirst.ts";

const owed = (id: string, amount: string) => ({ id, balance: { amount, currency: "DKK" as const } });
const proposed = (amount: string, ...invoices: ReturnType<typeof owed>[]) => [
  ...oldestFirst(amount, invoices),
];

test("the first is settled in full before the next gets anything", () => {
  expect(proposed("1500", owed("a", "1000.10"), owed("b", "600.00"), owed("c", "5.00"))).toEqual([
    ["a", "1000.10"],
    ["b", "499.90"],
  ]);
});

test("more than is owed leaves the rest to the customer's credit", () => {
  expect(proposed("100.00", owed("a", "30.00"))).toEqual([["a", "30.00"]]);
});

test("no digit is lost, however large the amount and however many decimals", () => {
  expect(proposed("9007199254740993.07", owed("a", "9007199254740993.06"), owed("b", "1.00"))).toEqual([
    ["a", "9007199254740993.06"],
    ["b", "0.01"],
  ]);
  expect(proposed("1.005", owed("a", "1.00"))).toEqual([["a", "1.000"]]);
  expect(proposed("12", owed("a", "5"))).toEqual([["a", "5"]]);
});

test("what is no amount proposes nothing", () => {
  expect(proposed("", owed("a", "1.00"))).toEqual([]);
  expect(proposed("-5", owed("a", "1.00"))).toEqual([]);
});
