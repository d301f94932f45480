import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { asProblem, isProblem, ProblemError, problemOf, problemOfKind, UNREACHABLE } from "./problem.ts";
import { bringProblemWords, canTell, fieldWords, problemWords } from "./problemWords.ts";

i18n.loadAndActivate({ locale: "en", messages: {} });

const BUSY = problemOfKind("temporarily-unavailable");

function refusal(body: object, status = 422): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json" },
  });
}

test("before the words are here only problems of the app's own are told", async () => {
  expect(canTell(UNREACHABLE)).toBe(true);
  expect(canTell(BUSY)).toBe(false);
  await bringProblemWords();
  expect(canTell(BUSY)).toBe(true);
  expect(problemWords(BUSY, i18n)).toBe("The service is busy. Try again in a moment.");
});

test("a refusal keeps its kind and its fields", async () => {
  const errors = [{ field: "address_lines.0", reason: "String should have at most 255 characters" }];
  const problem = await problemOf(
    refusal({ type: "urn:honorar:problem:invalid-input", title: "Bad", status: 422, errors }),
  );
  expect(isProblem(new ProblemError(problem), "invalid-input")).toBe(true);
  expect(fieldWords(problem, i18n).get("address_lines.0")).toBe("Too long: at most 255 characters.");
});

test("what is no problem document is a problem all the same", async () => {
  expect(
    await problemOf(new Response("<h1>bad</h1>", { status: 502, statusText: "Bad Gateway" })),
  ).toMatchObject({
    status: 502,
    title: "Bad Gateway",
  });
  expect(asProblem(new Error("x")).type).toBe("urn:honorar:problem:app-error");
});

test("an unknown kind shows what the service says", async () => {
  await bringProblemWords();
  const problem = { type: "urn:honorar:problem:brand-new", title: "New", detail: "Do this", status: 409 };
  expect(problemWords(problem, i18n)).toBe("New. Do this");
});
