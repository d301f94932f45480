import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { rates } from "../api/rates.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { formatDuration } from "../time/duration.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";

/** Time that earns nothing until somebody mends it, by reason, with the step that mends it. */
export function Unpriced() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const { data } = useQuery(rates.query("/v1/costs-and-revenue"));
  const time = (reason: string) => data?.unpriced.find((one) => one.reason === reason);
  const [noRate, noCustomer] = [time("no-rate"), time("no-organization")];
  if (!noRate && !noCustomer) return null;
  return (
    <Section title={t`Time without a price`}>
      {noRate && (
        <Missing
          mend={
            <Button small off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
              <Trans>Add a rate</Trans>
            </Button>
          }
        >
          <Trans>{formatDuration(noRate.seconds)} hours: no rate covers them on their day.</Trans>
        </Missing>
      )}
      {noCustomer && (
        <Missing
          mend={
            <ButtonLink small to={paths.work}>
              <Trans>See the work</Trans>
            </ButtonLink>
          }
        >
          <Trans>{formatDuration(noCustomer.seconds)} hours: billable, but the work has no customer.</Trans>
        </Missing>
      )}
    </Section>
  );
}

function Missing({ mend, children }: { readonly mend: ReactNode; readonly children: ReactNode }) {
  return (
    <Note tone="warn" action={mend}>
      <p>{children}</p>
    </Note>
  );
}
