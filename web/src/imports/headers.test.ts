import { expect, test } from "vitest";
import { headersOf } from "./headers.ts";

test("names stand between the delimiters, quoted or not", () => {
  expect(headersOf('\uFEFFWorker;"Day, local";Hours\r\nBo;1;2')).toEqual(["Worker", "Day, local", "Hours"]);
  expect(headersOf("a,b,,c")).toEqual(["a", "b", "c"]);
  expect(headersOf("")).toEqual([]);
});
