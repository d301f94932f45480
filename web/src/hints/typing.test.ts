import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchTyping } from "./typing.ts";

/** As much of an element as is asked for. */
class FakeElement {
  readonly form: FakeElement | null;
  constructor(form: FakeElement | null = null) {
    this.form = form;
  }
  closest(): FakeElement | null {
    return this.form;
  }
  contains(other: FakeElement | null): boolean {
    return other === this || other?.form === this;
  }
}

class FakeDocument extends EventTarget {
  activeElement: FakeElement | null = null;
  happens(type: "input" | "submit", at: FakeElement): void {
    const event = new Event(type);
    Object.defineProperty(event, "target", { value: at });
    this.dispatchEvent(event);
  }
}

let page: FakeDocument;
let typing: () => boolean;

beforeEach(() => {
  vi.stubGlobal("Element", FakeElement);
  page = new FakeDocument();
  typing = watchTyping(page as unknown as Document);
});
afterEach(() => vi.unstubAllGlobals());

test("a field that has the focus is not yet being typed in", () => {
  page.activeElement = new FakeElement();
  expect(typing()).toBe(false);
  page.happens("input", page.activeElement);
  expect(typing()).toBe(true);
  page.activeElement = null;
  expect(typing()).toBe(false);
});

test("a form is edited until it is sent or left", () => {
  const form = new FakeElement();
  const [one, other] = [new FakeElement(form), new FakeElement(form)];
  page.activeElement = other;
  page.happens("input", one);
  expect(typing()).toBe(true);
  page.happens("submit", form);
  expect(typing()).toBe(false);
});
