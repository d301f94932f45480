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
    return stayOnHeading((heading, first) => {
      heading.focus({ preventScroll: true });
      if (first) window.scrollTo(0, 0);
      announce(document.title);
    });
  }, [pathname]);
  return <div id="announcer" className="visually-hidden" role="status" aria-live="polite" />;
}

/**
 * The screen's code may still be on its way, and a screen that first says that it loads may bring another heading with
 * what it shows: the focus goes along, unless it was moved on meanwhile.
 */
function stayOnHeading(arrive: (heading: HTMLElement, first: boolean) => void): () => void {
  let reached: HTMLElement | null = null;
  const look = () => {
    const { activeElement, body } = document;
    if (reached && activeElement !== reached && (reached.isConnected || activeElement !== body)) {
      observer.disconnect();
      return;
    }
    const heading = document.querySelector<HTMLElement>("main h1");
    if (!heading || heading === reached) return;
    arrive(heading, reached === null);
    reached = heading;
  };
  const observer = new MutationObserver(look);
  const frame = requestAnimationFrame(() => {
    look();
    observer.observe(document.body, { childList: true, subtree: true });
  });
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}
