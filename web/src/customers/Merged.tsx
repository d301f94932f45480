import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ProblemNote } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { type Organization, useList, useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { toast } from "../ui/toasts.ts";

/** On the page of a customer that was merged: where it is now, and the way back. */
export function MergedInto({ customer }: { readonly customer: Organization }) {
  const nameOf = useName("organizations");
  if (!customer.merged_into) return null;
  return (
    <Note tone="info" action={<UndoButton customer={customer} />}>
      <Trans>
        It was merged into{" "}
        <Link to={paths.customer(customer.merged_into)}>{nameOf(customer.merged_into)}</Link>, which stands
        for it.
      </Trans>
    </Note>
  );
}

/** On the page of the one that stays: who else it is. */
export function MergedOnes({ customer }: { readonly customer: Organization }) {
  const merged = useList("organizations").filter((one) => one.merged_into === customer.id);
  return merged.map((one) => (
    <Note key={one.id} tone="info" action={<UndoButton customer={one} />}>
      <Trans>
        <Link to={paths.customer(one.id)}>{one.name}</Link> was merged into this customer.
      </Trans>
    </Note>
  ));
}

function UndoButton({ customer }: { readonly customer: Organization }) {
  const { t } = useLingui();
  const may = useMay();
  const params = { path: { organization_id: customer.id }, header: ifMatch(customer) };
  const undo = useWrite(() => data(timer.POST("/v1/organizations/{organization_id}/unmerge", { params })), {
    refresh: ["timer", "invoicing", "rates"],
    onDone: ({ name }) => toast(t`${name} is a customer of its own again.`),
  });
  return (
    <>
      <ProblemNote problem={undo.problem} />
      <Button
        small
        busy={undo.running}
        off={may.not("manage-work")}
        aria-label={t`Undo the merging of ${customer.name}`}
        onClick={() => void undo.run(undefined)}
      >
        <Trans>Undo</Trans>
      </Button>
    </>
  );
}
