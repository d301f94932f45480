import { useSyncExternalStore } from "react";
import { type Day, localDay } from "./workDate.ts";

let skewMilliseconds = 0;

/** The server's answer says what time it is there; all that is measured is measured by that clock. */
export function learnServerTime(serverTime: string, receivedAt: number = Date.now()): void {
  skewMilliseconds = new Date(serverTime).getTime() - receivedAt;
}

/** Milliseconds since 1970 by the server's clock. */
export function now(): number {
  return Date.now() + skewMilliseconds;
}

export function nowIso(): string {
  return isoOf(now());
}

export function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function millisecondsOf(at: string): number {
  return new Date(at).getTime();
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function today(timeZone: string = browserZone()): Day {
  return localDay(now(), timeZone);
}

/** Whole seconds since an instant; never a counter, so that a tab that slept is right when it wakes. */
export function secondsSince(at: string): number {
  return Math.max(0, Math.floor((now() - millisecondsOf(at)) / 1000));
}

/** Shows anew every `seconds`. */
export function useNow(seconds = 1): number {
  const step = seconds * 1000;
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, step);
      return () => clearInterval(timer);
    },
    () => Math.floor(now() / step) * step,
  );
}
