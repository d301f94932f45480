import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { kindOf } from "./agreement.ts";
import { KindField } from "./KindField.tsx";
import { NewAgreementForm } from "./NewAgreementForm.tsx";

/** A new agreement: what kind, for whom, and what it charges in words before it is made. */
export default function NewAgreementPage() {
  const { t } = useLingui();
  const may = useMay();
  const [asked, ask] = useAsked();
  const go = useNavigate();
  const settings = useQuery(timer.query("/v1/settings"));
  const kind = kindOf(asked("kind")) ?? "monthly-minimum";
  const title = t`New agreement`;
  if (!may("manage-work")) return <Denied title={title} lacks="manage-work" />;
  return (
    <Page title={title} width="narrow" back={{ to: paths.agreements, label: t`Agreements` }}>
      <KindField value={kind} onChange={(chosen) => ask({ kind: chosen })} />
      <Card>
        <QueryView query={settings}>
          {({ currency }) => (
            <NewAgreementForm
              kind={kind}
              customer={asked("customer") || null}
              currency={currency}
              onDone={({ id }) => void go(paths.agreement(id))}
              cancel={
                <ButtonLink to={paths.agreements}>
                  <Trans>Cancel</Trans>
                </ButtonLink>
              }
            />
          )}
        </QueryView>
      </Card>
    </Page>
  );
}
