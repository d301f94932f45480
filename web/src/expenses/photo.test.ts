import { expect, test } from "vitest";
import { prepared, sized } from "./photo.ts";

test("a photo keeps its proportions and is never made larger", () => {
  expect(sized(4400, 2200)).toEqual({ width: 2200, height: 1100 });
  expect(sized(300, 100)).toEqual({ width: 300, height: 100 });
  expect(sized(100_000, 3)).toEqual({ width: 2200, height: 1 });
});

test("what is no photo, or cannot be read here, goes as it is", async () => {
  const pdf = new File(["%PDF"], "t.pdf", { type: "application/pdf" });
  const broken = new File(["x"], "t.jpg", { type: "image/jpeg" });
  expect(await prepared(pdf)).toBe(pdf);
  expect(await prepared(broken)).toBe(broken);
});
