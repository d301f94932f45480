const LONGEST_SECONDS = 24 * 3600;

/**
 * Seconds that somebody typed: `1:30`, `1.5`, `1,5`, `90m`, `90min`, `1h 30`, `1h30m`, `2t` (Danish timer), `2`.
 * A bare number is hours. Null for what is no duration, is negative, or is longer than a day, or than `longest`.
 */
export function parseDuration(typed: string, longest = LONGEST_SECONDS): number | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, " ");
  const seconds = clock(text) ?? words(text) ?? hours(text);
  return seconds !== null && seconds <= longest ? seconds : null;
}

function clock(text: string): number | null {
  const match = /^(\d{0,6}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  return match && Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
}

function words(text: string): number | null {
  const match =
    /^(?:(\d+(?:[.,]\d+)?) ?(?:h|t|hours?|hrs?|timer?))?(?: ?(\d+(?:[.,]\d+)?) ?(m|min|minutes?|minutter)?)?$/.exec(
      text,
    );
  if (!match || (match[1] === undefined && match[3] === undefined)) return null;
  return Math.round(number(match[1]) * 3600) + Math.round(number(match[2]) * 60);
}

function hours(text: string): number | null {
  return /^(\d+([.,]\d*)?|[.,]\d+)$/.test(text) ? Math.round(number(text) * 3600) : null;
}

function number(text: string | undefined): number {
  return Number((text ?? "0").replace(",", "."));
}

/** `1:30`: hours and minutes, as all lists and grids show them. Rounded to the minute, half up. */
export function formatDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** `1:30:05`: with seconds, for a running timer. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return [Math.floor(whole / 3600), ...rest].join(":");
}

/** ISO 8601, for `<time dateTime>`. */
export function isoDuration(seconds: number): string {
  return `PT${Math.max(0, Math.round(seconds))}S`;
}
