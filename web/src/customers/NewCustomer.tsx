import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import type { NewCustomer as Customer } from "./customerFields.ts";

/** Opens the dialog that `NewCustomer` is: it stands in the address, so the palette and empty states can lead to it. */
export function NewCustomerButton({ first }: { readonly first?: boolean }) {
  const may = useMay();
  const [, setQuery] = useSearchParams();
  return (
    <Button look="primary" off={may.not("manage-work")} onClick={() => setQuery({ new: "customer" })}>
      {first ? <Trans>Add your first customer</Trans> : <Trans>New customer</Trans>}
    </Button>
  );
}

export function NewCustomer() {
  const { t } = useLingui();
  const go = useNavigate();
  const [query, setQuery] = useSearchParams();
  const account = useQuery(timer.query("/v1/settings")).data;
  const create = useWrite((body: Customer) => data(timer.POST("/v1/organizations", { body })), {
    refresh: ["timer"],
    onDone: ({ id, name }) => {
      toast(t`${name} is a customer now.`);
      void go(paths.customer(id));
    },
  });
  const refusal = useRefusal(create.problem);
  const close = () => setQuery({}, { replace: true });
  return (
    <Dialog title={t`New customer`} open={query.get("new") === "customer"} onClose={close}>
      <CustomerForm
        currency={account?.currency ?? "…"}
        language={account?.language ?? "en"}
        refusal={refusal}
        onSubmit={(customer) => void create.run(customer)}
      >
        <SubmitOrCancel busy={create.running} onCancel={close}>
          <Trans>Add customer</Trans>
        </SubmitOrCancel>
      </CustomerForm>
    </Dialog>
  );
}
