import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { rates } from "../api/rates.ts";
import { formatDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";

/** Time that no cost covers, once there are costs: margins look too high for it. */
export function Uncosted() {
  const { t } = useLingui();
  const [, ask] = useAsked();
  const costs = useQuery(rates.query("/v1/costs-and-revenue")).data?.costs;
  if (!costs?.totals.length || !costs.without_cost.seconds) return null;
  return (
    <Section title={t`Time without a cost`}>
      <Note
        tone="warn"
        action={
          <Button small onClick={() => ask({ add: "1" })}>
            <Trans>Add a cost</Trans>
          </Button>
        }
      >
        <p>
          <Trans>
            {formatDuration(costs.without_cost.seconds)} hours: no cost covers them on their day, so margins
            look too high.
          </Trans>
        </p>
      </Note>
    </Section>
  );
}
