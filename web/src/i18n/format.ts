import { useLingui } from "@lingui/react";
import { dateFormat } from "../time/dateFormat.ts";
import { type Day, localTime } from "../time/workDate.ts";

/** An amount as the API writes it. It stays text: nothing here adds, rounds or compares. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** How values are written for a reader of `language`; money exactly as many decimals as it has. One object for all readers. */
export function formats(language: string): Formats {
  const known = made.get(language) ?? newFormats(language === "da" ? "da-DK" : "en-GB");
  made.set(language, known);
  return known;
}

const made = new Map<string, Formats>();

function newFormats(locale: string) {
  const date = (options: Intl.DateTimeFormatOptions) => (day: Day) =>
    dateFormat(locale, { timeZone: "UTC", ...options }).format(new Date(`${day.slice(0, 10)}T12:00:00Z`));
  const figures = (options: Intl.NumberFormatOptions) => numberFormat(locale, options);
  return {
    /** `25 Nov 2026` */
    day: date({ dateStyle: "medium" }),
    /** `23–29 Nov 2026` */
    days: (first: Day, last: Day) =>
      dateFormat(locale, { timeZone: "UTC", dateStyle: "medium" }).formatRange(
        new Date(`${first}T12:00:00Z`),
        new Date(`${last}T12:00:00Z`),
      ),
    /** `Wed 25 Nov` */
    weekday: date({ weekday: "short", day: "numeric", month: "short" }),
    /** `Wed` */
    shortWeekday: date({ weekday: "short" }),
    /** `Wednesday 25 November` */
    longDay: date({ weekday: "long", day: "numeric", month: "long" }),
    /** `25 November`: of every year */
    dayOfYear: date({ day: "numeric", month: "long" }),
    /** `November 2026` */
    month: date({ month: "long", year: "numeric" }),
    /** `25 Nov 2026, 09:30` */
    moment: (at: string, timeZone: string) =>
      dateFormat(locale, { timeZone, dateStyle: "medium", timeStyle: "short" }).format(new Date(at)),
    /** `09:30` */
    time: localTime,
    money: ({ amount, currency }: Amount) =>
      figures({
        style: "currency",
        currency,
        currencyDisplay: "code",
        ...decimalsOf(amount),
      }).format(amount as `${number}`),
    /** An amount without its currency, for columns whose heading says it. */
    bare: ({ amount }: Amount) => figures(decimalsOf(amount)).format(amount as `${number}`),
    /** `1,234.5`: a number that came as text. */
    decimal: (text: string) => figures({ maximumFractionDigits: 20 }).format(text as `${number}`),
    count: (value: number) => figures({}).format(value),
    /** 12.5 % from `0.125` would be arithmetic: the API's percentages come as percent. */
    percent: (percent: string) => `${figures({}).format(percent as `${number}`)} %`,
  };
}

/** As many as the API writes. */
function decimalsOf(amount: string): Intl.NumberFormatOptions {
  const decimals = amount.split(".")[1]?.length ?? 0;
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

const numbers = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  const format = numbers.get(key) ?? new Intl.NumberFormat(locale, options);
  numbers.set(key, format);
  return format;
}

export type Formats = ReturnType<typeof newFormats>;

export function useFormats(): Formats {
  const { i18n } = useLingui();
  return formats(i18n.locale);
}
