import { expect, test } from "vitest";
import { slugOf } from "./slug.ts";

test("a name becomes the end of an address", () => {
  expect(slugOf("Blåbær & Søn ApS")).toBe("blaabaer-soen-aps");
  expect(slugOf("  Café Élan!  ")).toBe("cafe-elan");
  expect(slugOf("株式会社")).toBe("");
});
