import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { ProblemNote } from "../api/QueryView.tsx";
import { usePages } from "../api/usePages.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { STATES, type State } from "./bank.ts";
import { TransactionList } from "./TransactionList.tsx";
import { type Refused, useTakeCertain } from "./useDecide.ts";

/** What the bank says came in and went out, until it is known what each is. */
export default function BankPage() {
  const { t } = useLingui();
  const [address, setAddress] = useSearchParams();
  const asked = address.get("show") as State | null;
  const state = asked && asked in STATES ? asked : "open";
  const query = { state, newest_first: state !== "open" };
  const list = usePages(invoicing.pages("/v1/bank-transactions", { params: { query } }));
  const file = (
    <ButtonLink to={paths.bankFile} look="primary">
      {t`Import a bank file`}
    </ButtonLink>
  );
  return (
    <Page
      title={t`Bank`}
      lead={t`What came in and went out by the bank's files, and what it is.`}
      back={{ to: paths.payments, label: t`Payments` }}
      actions={file}
    >
      <Shown
        state={state}
        onShow={(show) => setAddress(show === "open" ? {} : { show }, { replace: true })}
      />
      {state === "open" && <TakeCertain />}
      <ListView
        list={list}
        empty={
          <EmptyState title={state === "open" ? t`Nothing waits.` : t`There is nothing here.`} action={file}>
            {t`Import the bank's statement: payments find their invoices by themselves.`}
          </EmptyState>
        }
      >
        <TransactionList transactions={list.items} />
      </ListView>
    </Page>
  );
}

function Shown({ state, onShow }: { readonly state: State; readonly onShow: (state: State) => void }) {
  const { t, i18n } = useLingui();
  const options = (Object.keys(STATES) as State[]).map((one): [State, string] => [one, i18n._(STATES[one])]);
  return (
    <div>
      <Choice label={t`Which are shown`} name="show" value={state} options={options} onChange={onShow} />
    </div>
  );
}

/** Takes all of which it is certain what they are, when there are any. */
function TakeCertain() {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const write = useTakeCertain(setRefused);
  const certain = useQuery(invoicing.query("/v1/bank-transactions/summary")).data?.certain ?? 0;
  return (
    <>
      {certain > 0 && (
        <div>
          <Button busy={write.running} off={off} onClick={() => void write.run()}>
            {t`Take all that are certain (${certain})`}
          </Button>
        </div>
      )}
      {write.problem && <ProblemNote problem={write.problem} />}
      {refused.map(({ transaction_id, reason }) => (
        <p key={transaction_id} className="small muted">
          {reason}
        </p>
      ))}
    </>
  );
}
