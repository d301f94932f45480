import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { NavLink } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { entriesAfter } from "../offline/overlay.ts";
import { periodQuery } from "../offline/useEntries.ts";
import { usePending } from "../offline/usePending.ts";
import { paths } from "../paths.ts";
import { useMe } from "../session/useMe.ts";
import { Duration } from "../ui/Money.tsx";
import styles from "./PeriodWeeks.module.css";
import { weeksWithSums } from "./periodWeeks.ts";
import type { Sheet } from "./useSheet.ts";

/** The weeks of a period that is no week itself: the time in each, and the way there. */
export default function PeriodWeeks({ sheet: { first_day, last_day, seconds } }: { readonly sheet: Sheet }) {
  const { t } = useLingui();
  const { days } = useFormats();
  const agentId = useMe().agentId ?? "";
  const stored = useQuery(periodQuery(agentId, first_day, last_day)).data;
  const pending = usePending().all;
  const entries = stored && entriesAfter(stored, pending, agentId);
  const weeks = weeksWithSums(first_day, last_day, entries ?? []);
  const whole = entries ? weeks.reduce((sum, week) => sum + week.seconds, 0) : seconds;
  const period = days(first_day, last_day);
  return (
    <nav className={styles.weeks} aria-label={t`Weeks of ${period}`}>
      <p className={styles.whole}>
        <span>{period}</span> <Duration seconds={whole} />
      </p>
      <ul role="list" className={styles.list}>
        {weeks.map(({ week, number, first, last, seconds: ofWeek }) => (
          <li key={week}>
            <NavLink to={paths.week(week)} className={styles.week}>
              <span>{t`Week ${number}`}</span>
              <span className="muted small">{days(first, last)}</span>
              {entries ? <Duration seconds={ofWeek} /> : <span className="muted">…</span>}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
