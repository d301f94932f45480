import { expect, test } from "vitest";
import { projectOf, taskOf } from "./forms.ts";

function form(values: Readonly<Record<string, string>>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(values)) made.append(name, value);
  return made;
}

test("hours are typed as people do, also more than a day", () => {
  expect(taskOf(form({ estimate_seconds: "40" })).estimate_seconds).toBe(144_000);
  expect(taskOf(form({ estimate_seconds: "40:30" })).estimate_seconds).toBe(145_800);
  expect(projectOf(form({ budget_seconds: "1200,5" })).budget_seconds).toBe(4_321_800);
  expect(taskOf(form({ estimate_seconds: "" })).estimate_seconds).toBeNull();
});

test("what is no figure is sent as it is, for the service to refuse", () => {
  expect(taskOf(form({ estimate_seconds: "long" })).estimate_seconds).toBe("long");
  expect(taskOf(form({ percent_done: "half" })).percent_done).toBe("half");
});

test("a task that is done is 100 % done", () => {
  expect(taskOf(form({ status: "done", percent_done: "40" })).percent_done).toBe(100);
});

test("a task is billable, or not, or as its project says", () => {
  const billable = (chosen: string) => taskOf(form({ billable: chosen })).billable;
  expect(["", "true", "false"].map(billable)).toEqual([null, true, false]);
});

test("money without an amount is none", () => {
  expect(projectOf(form({ budget_money: "", budget_currency: "DKK" })).budget_money).toBeNull();
  const money = { amount: "10.00", currency: "DKK" };
  expect(projectOf(form({ budget_money: "10.00", budget_currency: "DKK" })).budget_money).toEqual(money);
});
