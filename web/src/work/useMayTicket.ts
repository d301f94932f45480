import { useMay } from "../session/may.ts";

/** Why one may not work on tickets; undefined when one may: agents and managers do. */
export function useMayTicket(): string | undefined {
  const may = useMay();
  return may("track-time") || may("manage-work") ? undefined : may.not("manage-work");
}
