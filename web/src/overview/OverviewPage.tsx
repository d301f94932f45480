import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { GettingStarted } from "../start/GettingStarted.tsx";
import { today } from "../time/clock.ts";
import { Page } from "../ui/Page.tsx";
import { ByCustomer } from "./ByCustomer.tsx";
import { MonthMoney } from "./MonthMoney.tsx";
import { Months } from "./Months.tsx";
import { Waiting } from "./Waiting.tsx";

/** This month's money, and what waits for somebody. */
export default function OverviewPage() {
  const { t } = useLingui();
  const { month } = useFormats();
  const day = today();
  return (
    <Page title={t`Overview`} lead={month(day)}>
      <GettingStarted />
      <MonthMoney today={day} />
      <Waiting />
      <Months today={day} />
      <ByCustomer today={day} />
    </Page>
  );
}
