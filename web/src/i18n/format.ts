import { useLingui } from "@lingui/react";
import { useMemo } from "react";
import { type Day, localTime } from "../time/workDate.ts";

/** An amount as the API writes it. It stays text: nothing here adds, rounds or compares. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** How values are written for a reader of `language`; money exactly as many decimals as it has. */
export function formats(language: string) {
  const locale = language === "da" ? "da-DK" : "en-GB";
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    return (day: Day) => format.format(new Date(`${day.slice(0, 10)}T12:00:00Z`));
  };
  const time = (at: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "medium", timeStyle: "short" }).format(
      new Date(at),
    );
  return {
    /** `25 Nov 2026` */
    day: date({ dateStyle: "medium" }),
    /** `23–29 Nov 2026` */
    days: (first: Day, last: Day) =>
      new Intl.DateTimeFormat(locale, { timeZone: "UTC", dateStyle: "medium" }).formatRange(
        new Date(`${first}T12:00:00Z`),
        new Date(`${last}T12:00:00Z`),
      ),
    /** `Wed 25 Nov` */
    weekday: date({ weekday: "short", day: "numeric", month: "short" }),
    /** `Wed` */
    shortWeekday: date({ weekday: "short" }),
    /** `Wednesday 25 November` */
    longDay: date({ weekday: "long", day: "numeric", month: "long" }),
    /** `November 2026` */
    month: date({ month: "long", year: "numeric" }),
    /** `25 Nov 2026, 09:30` */
    moment: time,
    /** `09:30` */
    time: localTime,
    money: (value: Amount) => money(value, locale),
    /** An amount without its currency, for columns whose heading says it. */
    bare: ({ amount }: Amount) => bare(amount, locale),
    /** `1,234.5`: a number that came as text. */
    decimal: (text: string) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(text as `${number}`),
    count: (value: number) => new Intl.NumberFormat(locale).format(value),
    /** 12.5 % from `0.125` would be arithmetic: the API's percentages come as percent. */
    percent: (percent: string) => `${new Intl.NumberFormat(locale).format(percent as `${number}`)} %`,
  };
}

function money({ amount, currency }: Amount, locale: string): string {
  const decimals = amount.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "code",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount as `${number}`);
}

function bare(amount: string, locale: string): string {
  const decimals = amount.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount as `${number}`);
}

export type Formats = ReturnType<typeof formats>;

export function useFormats(): Formats {
  const { i18n } = useLingui();
  return useMemo(() => formats(i18n.locale), [i18n.locale]);
}
