import { expect, test } from "vitest";
import { counted, type Flag, flagsOf, flagsOfDay, flagsOfEntry, type Known } from "./flags.ts";
import { day, entry, sheet } from "./sheetFactory.ts";

const SUNDAY: Known = { today: "2026-11-29", unpriced: new Map() };
const EVERY_DAY = [0, 1, 2, 3, 4].map((offset) => entry({ work_date: day(offset) }));

function kinds(flags: readonly Flag[]): string[] {
  return flags.map(({ kind }) => kind);
}

test("a week with time and notes on each work day is clean", () => {
  expect(flagsOf(sheet(), EVERY_DAY, SUNDAY)).toEqual([]);
});

test("a work day without time is a gap, a weekend and a day to come are not", () => {
  expect(flagsOf(sheet(), EVERY_DAY.slice(0, 3), SUNDAY)).toEqual([
    { kind: "gap", day: day(3) },
    { kind: "gap", day: day(4) },
  ]);
  const onThursday = { ...SUNDAY, today: day(3) };
  expect(flagsOf(sheet(), EVERY_DAY.slice(0, 3), onThursday)).toEqual([]);
});

test("ten hours in a day are nothing special, a second more is", () => {
  const [monday, ...rest] = EVERY_DAY;
  const long = (seconds: number) => [
    entry({ ...monday, seconds: 6 * 3600 }),
    entry({ work_date: day(0), seconds }),
    ...rest,
  ];
  expect(flagsOf(sheet(), long(4 * 3600), SUNDAY)).toEqual([]);
  expect(flagsOf(sheet(), long(4 * 3600 + 1), SUNDAY)).toEqual([
    { kind: "long-day", day: day(0), seconds: 36_001 },
  ]);
});

test("entries that touch do not overlap; one inside a longer one does, with that one", () => {
  const at = (time: string, hours: number) =>
    entry({ started_at: `2026-11-23T${time}:00Z`, seconds: hours * 3600 });
  const [morning, inside, later] = [at("08:00", 4), at("09:00", 1), at("11:30", 1)];
  const rest = EVERY_DAY.slice(1);
  expect(flagsOf(sheet(), [at("08:00", 1), at("09:00", 1), ...rest], SUNDAY)).toEqual([]);
  expect(flagsOf(sheet(), [later, inside, morning, ...rest], SUNDAY)).toEqual([
    { kind: "overlap", entryId: inside.id, otherId: morning.id },
    { kind: "overlap", entryId: later.id, otherId: morning.id },
  ]);
});

test("entries without a time of day overlap nothing", () => {
  const twice = [entry({ started_at: null }), entry({ started_at: null }), ...EVERY_DAY.slice(1)];
  expect(flagsOf(sheet(), twice, SUNDAY)).toEqual([]);
});

test("an entry without a note is flagged, blanks are no note", () => {
  const blank = entry({ description: "  " });
  expect(flagsOf(sheet(), [blank, ...EVERY_DAY.slice(1)], SUNDAY)).toEqual([
    { kind: "no-note", entryId: blank.id },
  ]);
});

test("only billable entries lack a price", () => {
  const [free, unpriced] = [entry({ billable: false }), entry()];
  const known = {
    ...SUNDAY,
    unpriced: new Map([
      [free.id, "no-rate"],
      [unpriced.id, "no-rate"],
    ]),
  };
  expect(flagsOf(sheet(), [free, unpriced, ...EVERY_DAY.slice(1)], known)).toEqual([
    { kind: "unpriced", entryId: unpriced.id, reason: "no-rate" },
  ]);
});

test("flags are found beside their days and entries, and counted by kind", () => {
  const blank = entry({ description: "" });
  const flags = flagsOf(sheet(), [blank], { ...SUNDAY, unpriced: new Map([[blank.id, "no-organization"]]) });
  expect(kinds(flagsOfEntry(flags, blank.id))).toEqual(["no-note", "unpriced"]);
  expect(kinds(flagsOfDay(flags, day(1)))).toEqual(["gap"]);
  expect(counted(flags).map(([kind, of]) => [kind, of.length])).toEqual([
    ["gap", 4],
    ["no-note", 1],
    ["unpriced", 1],
  ]);
});
