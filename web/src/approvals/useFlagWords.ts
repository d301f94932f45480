import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import type { Flag, FlagKind } from "./flags.ts";

/** Flags in words: of one, and of all of a kind on a sheet. */
export function useFlagWords() {
  const { t } = useLingui();
  const { shortWeekday } = useFormats();
  const one = (flag: Flag): string => {
    switch (flag.kind) {
      case "gap":
        return t`No time`;
      case "long-day":
        return t`More than 10 h`;
      case "overlap":
        return t`Overlaps`;
      case "no-note":
        return t`No note`;
      case "unpriced":
        return flag.reason === "no-organization" ? t`No price: no customer` : t`No price`;
    }
  };
  const many = (kind: FlagKind, flags: readonly Flag[]): string => {
    const count = flags.length;
    const days = flags.map((flag) => ("day" in flag ? dayWords(flag) : "")).join(", ");
    switch (kind) {
      case "gap":
        return t`No time: ${days}`;
      case "long-day":
        return t`More than 10 h: ${days}`;
      case "overlap":
        return t`${plural(count, { one: "# overlap", other: "# overlaps" })}`;
      case "no-note":
        return t`${plural(count, { one: "# without note", other: "# without note" })}`;
      case "unpriced":
        return t`${plural(count, { one: "# without price", other: "# without price" })}`;
    }
  };
  const dayWords = (flag: Extract<Flag, { day: string }>) => {
    const name = shortWeekday(flag.day);
    return flag.kind === "long-day" ? `${name} ${formatDuration(flag.seconds)}` : name;
  };
  return { one, many };
}
