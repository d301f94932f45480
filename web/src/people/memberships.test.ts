import { expect, test } from "vitest";
import { inOrder, isCurrent, type Membership } from "./memberships.ts";

const TODAY = "2026-11-26";
const membership = (id: string, first_day: string, last_day: string | null = null): Membership => ({
  ...{ id, first_day, last_day, version: 1, agent_id: "mette", team_id: "web" },
});

test("both days of a membership belong to it", () => {
  expect(isCurrent(membership("a", TODAY, TODAY), TODAY)).toBe(true);
  expect(isCurrent(membership("a", "2026-01-01", "2026-11-25"), TODAY)).toBe(false);
  expect(isCurrent(membership("a", "2026-11-27"), TODAY)).toBe(false);
});

test("who is in the team stands first, then who will be, then who was", () => {
  const found = inOrder(
    [
      membership("past", "2025-01-01", "2025-12-31"),
      membership("to come", "2026-12-01"),
      membership("now", "2026-01-01"),
    ],
    TODAY,
  );
  expect(found.map(({ id }) => id)).toEqual(["now", "to come", "past"]);
});
