import { Trans, useLingui } from "@lingui/react/macro";
import { RatesTabs } from "../explain/RatesTabs.tsx";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { Changes } from "./Changes.tsx";
import { RateFile } from "./RateFile.tsx";
import { Rules } from "./Rules.tsx";
import { Uncosted } from "./Uncosted.tsx";

/** What an hour of whose work costs the account. */
export default function CostsPage() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const title = t`Costs`;
  if (!may("see-costs")) return <Denied title={title} lacks="see-costs" />;
  return (
    <Page
      title={title}
      lead={t`What an hour of work costs you, whether or not a customer pays for it. Only owners and managers see it.`}
      actions={
        <Button look="primary" onClick={() => ask({ add: "1" })}>
          <Trans>Add a cost</Trans>
        </Button>
      }
    >
      <RatesTabs />
      <Rules kind="cost" />
      <Changes kind="cost" />
      <Uncosted />
      <RateFile kind="cost" />
    </Page>
  );
}
