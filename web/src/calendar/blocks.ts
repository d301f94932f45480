import { endOf, type Timed } from "../time/endOf.ts";
import { type Day, localDay, localTime } from "../time/workDate.ts";

const MINUTES_OF_DAY = 24 * 60;
const LEAST_MINUTES = 20;
const [USUAL_FIRST_HOUR, USUAL_LAST_HOUR] = [8, 17];

/** A stretch of work on one day of the wall's clock: minutes since midnight, and its place beside those it overlaps. */
export interface Block<Entry extends Timed> {
  readonly entry: Entry;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  readonly lanes: number;
}

/** The work of a day in a zone as blocks; what goes on past midnight is cut there. Short ones are as high as can be read. */
export function blocksOf<Entry extends Timed>(
  entries: readonly Entry[],
  day: Day,
  timeZone: string,
): Block<Entry>[] {
  const spans = entries.flatMap((entry) => {
    const span = spanOn(entry, day, timeZone);
    return span ? [{ entry, ...span }] : [];
  });
  spans.sort((one, other) => one.from - other.from || other.to - one.to);
  return inLanes(spans);
}

function spanOn(entry: Timed, day: Day, timeZone: string) {
  const { started_at } = entry;
  if (!started_at) return null;
  const end = endOf(entry);
  const [first, last] = [localDay(started_at, timeZone), localDay(end, timeZone)];
  if (first > day || last < day) return null;
  const from = first < day ? 0 : minutesOf(localTime(started_at, timeZone));
  const until = last > day ? MINUTES_OF_DAY : minutesOf(localTime(end, timeZone));
  if (first < day && until === 0) return null; // it ended at midnight
  const to = Math.min(MINUTES_OF_DAY, Math.max(until, from + LEAST_MINUTES));
  return { from: Math.min(from, to - LEAST_MINUTES), to };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

type Span<Entry> = { readonly entry: Entry; readonly from: number; readonly to: number };

/** Those that overlap stand beside each other, each group as wide as it needs. */
function inLanes<Entry extends Timed>(spans: readonly Span<Entry>[]): Block<Entry>[] {
  const blocks: Block<Entry>[] = [];
  let group: (Span<Entry> & { lane: number })[] = [];
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
    blocks.push(...group.map((span) => ({ ...span, lanes })));
    group = [];
  };
  for (const span of spans) {
    if (group.every(({ to }) => to <= span.from)) close();
    const busy = new Set(group.filter(({ to }) => to > span.from).map(({ lane }) => lane));
    let lane = 0;
    while (busy.has(lane)) lane += 1;
    group.push({ ...span, lane });
  }
  close();
  return blocks;
}

/** The hours that are shown: the usual ones, and those before and after in which somebody worked. */
export function hoursShown(blocks: readonly { readonly from: number; readonly to: number }[]): number[] {
  const first = Math.min(USUAL_FIRST_HOUR, ...blocks.map(({ from }) => Math.floor(from / 60)));
  const last = Math.max(USUAL_LAST_HOUR, ...blocks.map(({ to }) => Math.ceil(to / 60)));
  return Array.from({ length: last - first }, (_, number) => first + number);
}
