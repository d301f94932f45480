import { expect, test } from "vitest";
import { byWeight, standing, whyNot } from "./order.ts";

const rate = (weight: number, valid_from: string, valid_to: string | null = null) => ({
  weight,
  valid_from,
  valid_to,
});

test("a rate holds on its first and its last day", () => {
  const march = rate(0, "2026-03-01", "2026-03-31");
  expect(standing(march, "2026-02-28")).toBe("coming");
  expect(standing(march, "2026-03-01")).toBe("holds");
  expect(standing(march, "2026-03-31")).toBe("holds");
  expect(standing(march, "2026-04-01")).toBe("over");
});

test("the most specific comes first, of the same the newest", () => {
  const all = [rate(0, "2026-01-01"), rate(8, "2025-01-01", "2025-12-31"), rate(8, "2026-01-01")];
  expect(byWeight(all).map((one) => [one.weight, one.valid_from])).toEqual([
    [8, "2026-01-01"],
    [8, "2025-01-01"],
    [0, "2026-01-01"],
  ]);
});

test("a rate loses by its days or by its weight", () => {
  expect(whyNot(rate(8, "2026-02-01"), "2026-01-15")).toBe("not-yet");
  expect(whyNot(rate(8, "2025-01-01", "2025-12-31"), "2026-01-15")).toBe("no-longer");
  expect(whyNot(rate(0, "2025-01-01"), "2026-01-15")).toBe("less-specific");
});
