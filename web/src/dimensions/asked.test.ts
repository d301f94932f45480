import { expect, test } from "vitest";
import { askedIn, askedOf, DIMENSIONS, daysOf, queryOf, VALUED_DIMENSIONS } from "./asked.ts";

test("the address says what is shown, and what makes no sense there is the usual", () => {
  const asked = (search: string) => askedIn(new URLSearchParams(search));
  expect(asked("")).toEqual({ period: "month", by: "agent", thenBy: null });
  expect(asked("period=year&by=team&then=week")).toEqual({ period: "year", by: "team", thenBy: "week" });
  expect(asked("period=age&by=team&then=team")).toEqual({ period: "month", by: "team", thenBy: null });
});

test("only time with a price is split by how far it is and how it is charged", () => {
  const search = new URLSearchParams("by=state&then=treatment");
  expect(askedOf(search, VALUED_DIMENSIONS, "organization")).toMatchObject({
    by: "state",
    thenBy: "treatment",
  });
  expect(askedIn(search)).toMatchObject({ by: "agent", thenBy: null });
});

test("periods are those of today", () => {
  const days = (period: Parameters<typeof daysOf>[0]) => Object.values(daysOf(period, "2026-03-04"));
  expect(days("week")).toEqual(["2026-03-02", "2026-03-08"]);
  expect(days("month")).toEqual(["2026-03-01", "2026-03-31"]);
  expect(days("last-month")).toEqual(["2026-02-01", "2026-02-28"]);
  expect(days("year")).toEqual(["2026-01-01", "2026-12-31"]);
});

test("the API is asked for days and dimensions", () => {
  const asked = (search: string) => askedOf(new URLSearchParams(search), DIMENSIONS, "organization");
  const days = { first_day: "2026-03-01", last_day: "2026-03-31" };
  expect(queryOf(asked(""), "2026-03-04")).toEqual({ ...days, by: "organization" });
  expect(queryOf(asked("then=month"), "2026-03-04")).toEqual({
    ...days,
    by: "organization",
    then_by: "month",
  });
});
