import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Loading } from "../ui/EmptyState.tsx";
import { Pager } from "../ui/Pager.tsx";
import { asProblem } from "./problem.ts";
import { ProblemNote } from "./QueryView.tsx";
import type { Pages } from "./usePages.ts";

interface Props {
  readonly list: Pages<unknown>;
  /** What is shown when nothing was found: why, and the next step. */
  readonly empty: ReactNode;
  readonly children: ReactNode;
}

/** A list that is fetched page by page: grey bars, the problem with retry, nothing found, or the rows and "load more". */
export function ListView({ list, empty, children }: Props) {
  const { t } = useLingui();
  if (list.loading) return <Loading label={t`Loading…`} lines={6} />;
  if (list.error) return <ProblemNote problem={asProblem(list.error)} retry={list.retry} />;
  if (list.items.length === 0) return empty;
  return (
    <>
      {children}
      <Pager more={list.more} loading={list.loadingMore} />
    </>
  );
}
