import { i18n } from "@lingui/core";
import { type ReactElement, Suspense } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { awaitScreens, screen } from "./screen.tsx";

i18n.loadAndActivate({ locale: "en", messages: {} });

const LONG = 10_000;
const Page = () => <h1>Here</h1>;

function shown(content: ReactElement): string {
  return renderToString(<Suspense fallback="waiting">{content}</Suspense>);
}

test("a screen that was not asked for is waited for", () => {
  const Late = screen("none", () => new Promise(() => undefined));
  expect(shown(<Late />)).toContain("waiting");
});

test("a screen that is here is shown at once", async () => {
  const Ready = screen("none", async () => ({ default: Page }));
  await awaitScreens([Ready], LONG);
  expect(shown(<Ready />)).toContain("<h1>Here</h1>");
});

test("it is asked for once", async () => {
  let asked = 0;
  const Counted = screen("none", async () => {
    asked += 1;
    return { default: Page };
  });
  await awaitScreens([Counted, Counted], LONG);
  await Counted.bring();
  expect(asked).toBe(1);
});

test("the frame waits neither long for a screen nor for one that cannot come", async () => {
  const never = screen("none", () => new Promise(() => undefined));
  await awaitScreens([never], 1);
  const gone = screen("none", () => Promise.reject(new Error("no network")));
  await awaitScreens([gone], LONG);
});
