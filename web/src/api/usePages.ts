import { useInfiniteQuery } from "@tanstack/react-query";
import type { PagesOptions } from "./service.ts";

export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly loading: boolean;
  readonly error: Error | null;
  /** Fetches the next page; undefined on the last one. */
  readonly more: (() => void) | undefined;
  readonly loadingMore: boolean;
  readonly retry: () => void;
}

/** A list that is fetched page by page. */
export function usePages<Item>(options: PagesOptions<Item>): Pages<Item> {
  const query = useInfiniteQuery(options);
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    loading: query.isPending,
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
    retry: () => void query.refetch(),
  };
}
