import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { daysOf } from "../time/isoWeek.ts";
import { type Multiplier, runsOf } from "./multipliers.ts";

const A_WEEK = daysOf("2026-W01");

/** When a multiplier applies, and what an hour is charged at then, in words. */
export function useWindowWords() {
  const { t } = useLingui();
  const { shortWeekday, money, decimal } = useFormats();
  const dayName = (number: number) => shortWeekday(A_WEEK[number] ?? "");
  const days = (one: Multiplier) =>
    runsOf(one.weekdays)
      .map(([first, last]) => (first === last ? dayName(first) : `${dayName(first)}–${dayName(last)}`))
      .join(", ");
  const hours = (one: Multiplier) =>
    one.starts_at === one.ends_at && one.starts_at === "00:00"
      ? t`all day`
      : `${one.starts_at}–${one.ends_at}`;
  const when = (one: Multiplier): string => {
    const above = formatDuration(one.above_seconds ?? 0);
    if (one.kind === "holiday") return t`On holidays`;
    if (one.kind === "overtime-day") return t`Above ${above} h a day`;
    if (one.kind === "overtime-week") return t`Above ${above} h a week`;
    return `${days(one)} ${hours(one)}`;
  };
  const charge = (one: Multiplier) => {
    if (one.hourly_rate) return money(one.hourly_rate);
    return `× ${decimal(one.factor ?? "1")}`;
  };
  return { when, charge, dayName };
}
