/** Whether somebody is in the middle of a form or a field: typed something in it that was not sent, and is still there. */
export function watchTyping(page: Document): () => boolean {
  let touched: Element | null = null;
  page.addEventListener("input", ({ target }) => {
    touched = target instanceof Element ? (target.closest("form") ?? target) : null;
  });
  page.addEventListener("submit", () => {
    touched = null;
  });
  return () => touched?.contains(page.activeElement) ?? false;
}
