import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { timer } from "../api/timer.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { today } from "../time/clock.ts";
import type { Day } from "../time/workDate.ts";
import type { Known } from "./flags.ts";
import { hindrance } from "./review.ts";
import type { Sheet } from "./sheets.ts";
import { unpricedQuery } from "./unpriced.ts";

/** What is known beside the sheets: the account's day and rules, and what has no price in a period. */
export function useKnown(period: { readonly first: Day; readonly last: Day } | null) {
  const me = useMe();
  const may = useMay();
  const settings = useQuery(timer.query("/v1/settings")).data;
  const unpriced = useQuery(unpricedQuery(may("see-rates") ? period : null)).data;
  return useMemo(() => {
    const known: Known = { today: today(settings?.time_zone), unpriced: unpriced ?? new Map() };
    const allowed = settings?.allow_self_approval ?? true;
    return { known, hindranceOf: (sheet: Sheet) => hindrance(sheet, me, allowed) };
  }, [settings, unpriced, me]);
}
