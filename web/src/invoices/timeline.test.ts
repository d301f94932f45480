import { expect, test } from "vitest";
import { toneOf } from "./timeline.ts";

test("what went wrong stands out, and what is only news does not", () => {
  expect(toneOf("not-sent")).toBe("danger");
  expect(toneOf("maybe-sent")).toBe("warn");
  expect(toneOf("paid")).toBe("ok");
  expect(toneOf("drafted")).toBe("neutral");
});
