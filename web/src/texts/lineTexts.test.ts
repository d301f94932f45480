import { describe, expect, it } from "vitest";
import { type LineText, placesOf, withoutText, withText } from "./lineTexts.ts";

const one: LineText = { group_by: "all", language: null, text: "Work" };
const two: LineText = { group_by: "day", language: "da", text: "{day}" };

describe("texts of lines", () => {
  it("name what all time of a grouping has alike", () => {
    expect(placesOf("project")).toEqual(["project", "service", "period", "hours"]);
    expect(placesOf("day")).toContain("day");
    expect(placesOf("all")).not.toContain("task");
  });

  it("are changed, added and removed by their place", () => {
    expect(withText([one], 0, two)).toEqual([two]);
    expect(withText([one], 1, two)).toEqual([one, two]);
    expect(withoutText([one, two], 0)).toEqual([two]);
  });
});
