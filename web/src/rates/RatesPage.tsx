import { Trans, useLingui } from "@lingui/react/macro";
import { RatesTabs } from "../explain/RatesTabs.tsx";
import { RoundingSection } from "../explain/RoundingSection.tsx";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { Changes } from "./Changes.tsx";
import { Finder } from "./Finder.tsx";
import { ForeignCurrency } from "./ForeignCurrency.tsx";
import { RateFile } from "./RateFile.tsx";
import { Rules } from "./Rules.tsx";
import { Unpriced } from "./Unpriced.tsx";

/** Which rules price an hour, which of them wins and why, and what has no price. */
export default function RatesPage() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const title = t`Rates`;
  if (!may("see-rates")) return <Denied title={title} lacks="see-rates" />;
  return (
    <Page
      title={title}
      lead={t`What an hour costs the customer. Of the rates that hold on the day, the most specific wins.`}
      actions={
        <Button look="primary" off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
          <Trans>Add a rate</Trans>
        </Button>
      }
    >
      <RatesTabs />
      <Rules kind="rate" />
      <Changes kind="rate" />
      <RoundingSection customerId={null} />
      <Unpriced />
      <ForeignCurrency />
      <Finder />
      <RateFile kind="rate" />
    </Page>
  );
}
