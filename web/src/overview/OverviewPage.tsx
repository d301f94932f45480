import { Trans, useLingui } from "@lingui/react/macro";
import { lazy } from "react";
import { Link, useSearchParams } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { GettingStarted } from "../start/GettingStarted.tsx";
import { today } from "../time/clock.ts";
import { Page } from "../ui/Page.tsx";
import { ByCustomer } from "./ByCustomer.tsx";
import { ExpectedMonths } from "./ExpectedMonths.tsx";
import { MonthMoney } from "./MonthMoney.tsx";
import { Months } from "./Months.tsx";
import { Waiting } from "./Waiting.tsx";

/** Few ask: it comes when it is opened, at `?figures=<id of a comparison>`, and costs the map of screens nothing. */
const FiguresPage = lazy(() => import("./FiguresPage.tsx"));

export default function OverviewPage() {
  const [search] = useSearchParams();
  return search.has("figures") ? <FiguresPage /> : <Overview />;
}

/** This month's money, and what waits for somebody. */
function Overview() {
  const { t } = useLingui();
  const { month } = useFormats();
  const may = useMay();
  const day = today();
  return (
    <Page title={t`Overview`} lead={month(day)}>
      <GettingStarted />
      <MonthMoney today={day} />
      <Waiting />
      <ExpectedMonths today={day} />
      <Months today={day} />
      <ByCustomer today={day} />
      {may("see-costs") && (
        <p>
          <Link to={withQuery(paths.overview, { figures: "latest" })}>
            <Trans>Do the figures agree?</Trans>
          </Link>
        </p>
      )}
    </Page>
  );
}
