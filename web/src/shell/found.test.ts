import { expect, test } from "vitest";
import { found } from "./found.ts";

const commands = ["To bill", "Timer", "Start the timer", "Payments"].map((label) => ({
  id: label,
  label,
  run: () => {},
}));
const labels = (typed: string) => found(commands, typed).map(({ label }) => label);

test("what is typed begins words of a name, in any order", () => {
  expect(labels("ti")).toEqual(["Timer", "Start the timer"]);
  expect(labels("tim sta")).toEqual(["Start the timer"]);
  expect(labels("xyz")).toEqual([]);
  expect(labels("")).toHaveLength(4);
});
