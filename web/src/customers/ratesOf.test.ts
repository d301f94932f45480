import { expect, test } from "vitest";
import { type Rate, ratesOf } from "./ratesOf.ts";

const rate = (id: string, organization_id: string | null, weight: number): Rate =>
  ({ id, organization_id, project_id: null, weight }) as Rate;

test("a rate of a customer that was merged holds too, after one of the customer's own", () => {
  const all = [
    rate("everybody", null, 0),
    rate("double's", "double", 8),
    rate("own", "staying", 8),
    rate("other's", "x", 8),
  ];
  expect(ratesOf(all, ["staying", "double"], []).map(({ id }) => id)).toEqual([
    "own",
    "double's",
    "everybody",
  ]);
});
