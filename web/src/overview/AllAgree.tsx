import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { agreedSince, type Run } from "./reconciliations.ts";

/** In the place of differences: since when there are none. */
export function AllAgree({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const agreed = agreedSince(runs);
  if (!agreed)
    return (
      <EmptyState title={t`No comparison has ended yet`}>
        <Trans>It takes seconds, or minutes where there are millions of entries.</Trans>
      </EmptyState>
    );
  const { count } = agreed;
  const since = moment(agreed.since, browserZone());
  return (
    <EmptyState title={t`All figures agree since ${since}`}>
      <Plural
        value={count}
        one="The latest comparison found no difference."
        other="The latest # comparisons found no difference."
      />
    </EmptyState>
  );
}
