import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { announce } from "./announce.ts";

/** After a change of the route the new screen's heading has the focus and its name is announced. */
export function Announcer() {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    return whenHeadingIsThere((heading) => {
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
      announce(document.title);
    });
  }, [pathname]);
  return <div id="announcer" className="visually-hidden" role="status" aria-live="polite" />;
}

/** The screen's code may still be on its way. */
function whenHeadingIsThere(act: (heading: HTMLElement) => void): () => void {
  const find = () => document.querySelector<HTMLElement>("main h1");
  const observer = new MutationObserver(() => {
    const heading = find();
    if (!heading) return;
    observer.disconnect();
    act(heading);
  });
  const frame = requestAnimationFrame(() => {
    const heading = find();
    if (heading) act(heading);
    else observer.observe(document.body, { childList: true, subtree: true });
  });
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}
