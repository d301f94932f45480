import { expect, test } from "vitest";
import type { Segment } from "./agreement.ts";
import { sharesOf } from "./shares.ts";

const segment = (treatment: Segment["treatment"], billed_seconds: number) =>
  ({ treatment, billed_seconds }) as Segment;

test("an entry that crosses the hours of the month has a share on each side", () => {
  expect(sharesOf([segment("included", 1800), segment("overage", 5400)])).toEqual([
    { treatment: "included", seconds: 1800 },
    { treatment: "overage", seconds: 5400 },
  ]);
});

test("parts that are charged alike are one share, as where only the rate changes", () => {
  const parts = [segment("overage", 600), segment("included", 900), segment("overage", 300)];
  expect(sharesOf(parts)).toEqual([
    { treatment: "overage", seconds: 900 },
    { treatment: "included", seconds: 900 },
  ]);
});
