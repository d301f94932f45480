import { useLingui } from "@lingui/react/macro";
import type { TaskLine } from "./project.ts";
import styles from "./Timeline.module.css";
import { placeOf, type Span, tiesOf } from "./timeline.ts";

interface Props {
  readonly lines: readonly TaskLine[];
  readonly spans: ReadonlyMap<string, Span>;
  readonly first: string;
  readonly days: number;
}

const DAY = 24;
const ROW = 40;
const BEND = 6;

/** Lines from what must be finished to what waits for it; dashed where it begins too early. The same as a list, for those who hear it. */
export function Ties({ lines, spans, first, days }: Props) {
  const { t } = useLingui();
  const rows = new Map(lines.map(({ task }, row) => [task.id, row]));
  const names = new Map(lines.map(({ task }) => [task.id, task.name]));
  const tasks = lines.map(({ task }) => task);
  const ties = tiesOf(tasks, spans);
  if (!ties.length) return null;
  const point = (id: string, end: boolean) => {
    const span = spans.get(id);
    const { from = 0, days: long = 0 } = span ? placeOf(span, first) : {};
    return [(from + (end ? long : 0)) * DAY, (rows.get(id) ?? 0) * ROW + ROW / 2] as const;
  };
  return (
    <>
      <svg
        className={styles.ties}
        viewBox={`0 0 ${days * DAY} ${lines.length * ROW}`}
        style={{ inlineSize: `calc(${days} * var(--day))`, blockSize: `calc(${lines.length} * var(--row))` }}
        aria-hidden="true"
      >
        {ties.map(({ from, to, early }) => (
          <path
            key={`${from} ${to}`}
            data-early={early || undefined}
            d={way(point(from, true), point(to, false))}
          />
        ))}
      </svg>
      <ul className="visually-hidden">
        {ties.map(({ from, to, early }) => (
          <li key={`${from} ${to}`}>
            {early
              ? t`${names.get(to) ?? ""} begins before ${names.get(from) ?? ""} is finished`
              : t`${names.get(to) ?? ""} waits for ${names.get(from) ?? ""}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function way([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): string {
  const turn = Math.max(x, toX - BEND) === x ? x + BEND : toX - BEND;
  return `M${x} ${y}H${turn}V${toY}H${toX}`;
}
