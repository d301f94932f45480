import { expect, test } from "vitest";
import { changesOf } from "./changesOf.ts";

test("what was left empty stays as it is", () => {
  expect(changesOf({ description: " ", tags: " , ", billable: "" }, {})).toEqual({});
});

test("what was given changes", () => {
  const work = { organization_id: null, project_id: null, task_id: "t", ticket_id: null };
  const values = { description: " Menu ", tags: "a, b b,", billable: "no" };
  const changed = { task_id: "t", description: "Menu", tags: ["a", "b b"], billable: false };
  expect(changesOf(values, work)).toEqual(changed);
});
