import { expect, test } from "vitest";
import { askedRevenue, revenueQuery } from "./asked.ts";

test("the API is asked for the time that the address names, and never for what it does not know", () => {
  const query = (search: string) => revenueQuery(askedRevenue(new URLSearchParams(search)), "2026-03-04");
  const days = { first_day: "2026-03-01", last_day: "2026-03-31" };
  expect(query("by=state&then=treatment&state=approved&treatment=overage")).toEqual({
    ...days,
    by: "state",
    then_by: "treatment",
    state: "approved",
    treatment: "overage",
  });
  expect(query("state=ready&treatment=agreement")).toMatchObject({ state: "ready", treatment: "agreement" });
  expect(query("state=lost&treatment=")).toEqual({ ...days, by: "organization" });
});
