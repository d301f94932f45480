import { expect, test } from "vitest";
import { uuid7 } from "./uuid7.ts";

test("ids have version 7 and sort by when they were made", () => {
  expect(uuid7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid7(1_700_000_000_000) < uuid7(1_700_000_000_001)).toBe(true);
  expect(uuid7(1_700_000_000_000).startsWith("018bcfe5-6800")).toBe(true);
});
