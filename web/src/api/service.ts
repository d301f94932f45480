import type { InfiniteData, UseInfiniteQueryOptions, UseQueryOptions } from "@tanstack/react-query";
import createClient, { type FetchResponse, type MaybeOptionalInit } from "openapi-fetch";
import { send } from "./send.ts";

type Gets<Paths> = {
  [Path in keyof Paths]: Paths[Path] extends { get: Operation } ? Path : never;
}[keyof Paths];
// biome-ignore lint/suspicious/noExplicitAny: an operation of any shape
type Operation = Record<string | number, any>;
type Get<Paths, Path extends keyof Paths> = Paths[Path] extends { get: infer Op extends Operation }
  ? Op
  : never;
type Answer<Paths, Path extends keyof Paths> = NonNullable<
  FetchResponse<Get<Paths, Path>, object, "application/json">["data"]
>;
type Key = readonly [service: string, path: string, init: unknown];
// biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's own bound
type Init<Paths extends Record<string, any>, Path extends keyof Paths> = MaybeOptionalInit<
  Paths[Path],
  "get"
>;
type Rest<T> = object extends T ? [init?: T] : [init: T];

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor?: string | null;
}
type ItemOf<Answered> = Answered extends { items: readonly (infer Item)[] } ? Item : never;

/** A typed client of one service: `GET`, `POST` … of openapi-fetch, and reads as options of react-query. */
export function service<Paths extends object>(name: string) {
  const client = createClient<Paths>({
    baseUrl: `${globalThis.location?.origin ?? ""}/${name}`,
    fetch: send,
  });
  // biome-ignore lint/suspicious/noExplicitAny: the types stand on the two functions below
  const get = client.GET as any;
  return {
    name,
    ...client,

    /** `useQuery(timer.query("/v1/timesheets/{sheet_id}", { params: { path: { sheet_id } } }))` */
    query<Path extends Gets<Paths> & string>(
      path: Path,
      ...[init]: Rest<Init<Paths, Path>>
    ): UseQueryOptions<Answer<Paths, Path>, Error, Answer<Paths, Path>, Key> & { queryKey: Key } {
      return {
        queryKey: [name, path, init ?? null],
        queryFn: async ({ signal }) => (await get(path, { ...(init as object), signal })).data,
      };
    },

    /** `usePages(timer.pages("/v1/time-entries", { params: { query: { agent_id } } }))`: a list with "load more". */
    pages<Path extends Gets<Paths> & string>(
      path: Path,
      ...[init]: Rest<Init<Paths, Path>>
    ): PagesOptions<ItemOf<Answer<Paths, Path>>> {
      const given = (init ?? {}) as { params?: { query?: object } };
      return {
        queryKey: [name, path, init ?? null, "pages"],
        queryFn: async ({ signal, pageParam }) => {
          const query = { ...given.params?.query, ...(pageParam ? { cursor: pageParam } : {}) };
          return (await get(path, { ...given, params: { ...given.params, query }, signal })).data;
        },
        initialPageParam: null,
        getNextPageParam: (page) => page.next_cursor ?? null,
      };
    },
  };
}

export type PagesOptions<Item> = UseInfiniteQueryOptions<
  Page<Item>,
  Error,
  InfiniteData<Page<Item>, string | null>,
  readonly [string, string, unknown, "pages"],
  string | null
>;

/** The data of an answer. Refusals were raised by `send` as `ProblemError`. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** Headers for a change of what was read: `params: { header: ifMatch(sheet) }`. */
export function ifMatch(read: { readonly version: number }): { "if-match": string } {
  return { "if-match": `"${read.version}"` };
}
