import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import type { Columns, SeenFile } from "./useCustomerImport.ts";

export type Mapping = TimerSchemas["schemas"]["ImportMappingResponse"];
type MappingRequest = TimerSchemas["schemas"]["ImportMappingRequest"];

/** What is to be remembered of files with these headers. */
export function mappingOf(seen: SeenFile, name: string, columns: Columns): MappingRequest {
  return {
    kind: "customers",
    name,
    headers: unlike(seen.columns.map(({ header }) => header)),
    columns: columns as MappingRequest["columns"],
  };
}

/** Headers that are there, the first of those that differ only in case. */
function unlike(headers: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const header of headers) if (!first.has(header.toLowerCase())) first.set(header.toLowerCase(), header);
  first.delete("");
  return [...first.values()];
}

/** Remembers it, over what is remembered of these headers already. */
export function remember(seen: SeenFile, name: string, columns: Columns): Promise<Mapping> {
  const body = mappingOf(seen, name, columns);
  if (!seen.mapping) return data(timer.POST("/v1/import-mappings", { body }));
  const params = { path: { mapping_id: seen.mapping.id }, header: ifMatch(seen.mapping) };
  return data(timer.PUT("/v1/import-mappings/{mapping_id}", { params, body }));
}

export async function forget({ id }: Mapping): Promise<void> {
  await timer.DELETE("/v1/import-mappings/{mapping_id}", { params: { path: { mapping_id: id } } });
}
