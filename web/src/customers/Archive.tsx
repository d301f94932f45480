import { Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import type { Organization } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { toast } from "../ui/toasts.ts";
import { useCustomerChange } from "./useCustomerChange.ts";

/** An archived customer takes no new time; everything that is there stays, and it can be brought back. */
export function Archive({ customer }: { readonly customer: Organization }) {
  const { t } = useLingui();
  const may = useMay();
  const archive = useCustomerChange(customer, () =>
    toast(customer.archived ? t`It takes new time again.` : t`Archived: it takes no new time.`),
  );
  return (
    <>
      <ProblemNote problem={archive.problem} />
      <Button
        off={may.not("manage-work")}
        busy={archive.running}
        onClick={() => void archive.run({ archived: !customer.archived })}
      >
        {customer.archived ? <Trans>Bring back</Trans> : <Trans>Archive</Trans>}
      </Button>
    </>
  );
}
