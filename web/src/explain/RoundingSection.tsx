import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { ChangeRounding } from "./ChangeRounding.tsx";
import { holdsOn } from "./change.ts";
import { PolicyList } from "./PolicyList.tsx";
import type { Policy } from "./policies.ts";
import { TableFile } from "./TableFile.tsx";
import { useRoundingWords } from "./useRoundingWords.ts";

interface Props {
  /** Whose time is rounded; null: that of all customers without a policy of their own. */
  readonly customerId: string | null;
}

/** How time is rounded before it is charged, and a way to change that from a day on. */
export function RoundingSection({ customerId }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const all = useQuery(rates.query("/v1/rounding-policies", { params: { query: { limit: 500 } } }));
  const actions = (
    <Button small off={may.not("change-rates")} onClick={() => ask({ rounding: "change" })}>
      <Trans>Change rounding…</Trans>
    </Button>
  );
  return (
    <Section title={t`Rounding`} actions={actions}>
      <Card>
        <QueryView query={all} lines={2}>
          {({ items }) => <Policies all={items} customerId={customerId} />}
        </QueryView>
      </Card>
      {customerId === null && <TableFile table="rounding-policies" />}
    </Section>
  );
}

function Policies({ all, customerId }: Props & { readonly all: readonly Policy[] }) {
  const own = all.filter(({ organization_id }) => organization_id === customerId);
  const ofAccount = all.find((one) => one.organization_id === null && holdsOn(one, today()));
  const holds = own.some((one) => holdsOn(one, today()));
  return (
    <>
      {!holds && <Otherwise ofAccount={ofAccount} />}
      {own.length > 0 && <PolicyList policies={own} />}
      <ChangeRounding held={own} customerId={customerId} />
    </>
  );
}

function Otherwise({ ofAccount }: { readonly ofAccount: Policy | undefined }) {
  const words = useRoundingWords();
  return (
    <p className="muted">
      {ofAccount ? (
        <Trans>As the account rounds: {words(ofAccount)}</Trans>
      ) : (
        <Trans>Time is charged to the second, as it was recorded.</Trans>
      )}
    </p>
  );
}
