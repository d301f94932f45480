import { useMay } from "../session/may.ts";
import { GROUPS, type Group } from "./destinations.ts";

/** The groups with what the member may see; empty groups fall away. */
export function useGroups(): readonly Group[] {
  const may = useMay();
  const mine = GROUPS.map((group) => ({
    ...group,
    destinations: group.destinations.filter(({ needs }) => needs === undefined || may(needs)),
  }));
  return mine.filter(({ destinations }) => destinations.length > 0);
}
