import { Trans, useLingui } from "@lingui/react/macro";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { isoOf, millisecondsOf } from "../time/clock.ts";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { FlagBadges } from "./FlagBadges.tsx";
import type { Flag } from "./flags.ts";
import styles from "./SheetDays.module.css";
import type { Entry } from "./sheets.ts";

interface Props {
  readonly entry: Entry;
  readonly flags: readonly Flag[];
  /** Why it was rejected; it has not been changed since. */
  readonly rejected: string | undefined;
}

/** One entry: when, for whom and what, how long, and what is odd about it. */
export function EntryLine({ entry, flags, rejected }: Props) {
  const { t } = useLingui();
  const work = useWork(entry);
  const kind = useName("serviceTypes")(entry.service_type_id);
  return (
    <li className={styles.entry} data-flagged={flags.length > 0 || undefined}>
      <span className={styles.time}>
        <TimeOfDay entry={entry} />
      </span>
      <div>
        <div className={styles.work}>{work || t`Without a customer`}</div>
        <div>
          {entry.description} {kind && <span className="muted small">{kind}</span>}
        </div>
        <div className="row">
          {!entry.billable && (
            <Badge>
              <Trans>Not billable</Trans>
            </Badge>
          )}
          {entry.state === "billed" && (
            <Badge tone="ok">
              <Trans>On an invoice</Trans>
            </Badge>
          )}
          {rejected && (
            <Badge tone="danger">
              <Trans>Rejected: {rejected}</Trans>
            </Badge>
          )}
          <FlagBadges flags={flags} />
        </div>
      </div>
      <Duration seconds={entry.seconds} />
    </li>
  );
}

function TimeOfDay({ entry: { started_at, seconds, time_zone } }: { readonly entry: Entry }) {
  const { time } = useFormats();
  if (!started_at) return "–";
  const end = isoOf(millisecondsOf(started_at) + seconds * 1000);
  return `${time(started_at, time_zone)}–${time(end, time_zone)}`;
}

/** `Nordlys · Web shop · Checkout` */
export function useWork(entry: Entry): string {
  const names = [
    useName("organizations")(entry.organization_id),
    useName("projects")(entry.project_id),
    useName("tasks")(entry.task_id),
    useName("tickets")(entry.ticket_id),
  ];
  return names.filter(Boolean).join(" · ");
}
