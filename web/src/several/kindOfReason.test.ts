import { expect, test } from "vitest";
import { kindOfReason } from "./kindOfReason.ts";

test("a reason of an entry may be a kind of problem, or what is wrong with a field", () => {
  expect(kindOfReason("timesheet-closed: The timesheet is no longer a draft")).toBe("timesheet-closed");
  expect(kindOfReason("changed-meanwhile: you have version 1")).toBe("changed-meanwhile");
  expect(kindOfReason("task_id: is archived")).toBeNull();
  expect(kindOfReason("seconds: more than is left")).toBeNull();
  expect(kindOfReason("there is no such time entry")).toBeNull();
});
