import { useLingui } from "@lingui/react/macro";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import { toast } from "../ui/toasts.ts";
import type { TakeRequest, Transaction } from "./bank.ts";

function params({ id, version }: Transaction) {
  return { path: { transaction_id: id }, header: { "if-match": `"${version}"` } };
}

type Schemas = InvoicingSchemas["schemas"];
export type Refused = Schemas["RefusedTransactionResponse"];
const REFRESH = { refresh: ["invoicing"] };

/** Makes a payment or refund of a transaction. */
export function useTake(transaction: Transaction, onDone?: () => void) {
  const { t } = useLingui();
  return useWrite(
    (body: TakeRequest) =>
      data(
        invoicing.POST("/v1/bank-transactions/{transaction_id}/take", { params: params(transaction), body }),
      ),
    {
      ...REFRESH,
      onDone: () => {
        toast(t`The transaction is taken.`);
        onDone?.();
      },
    },
  );
}

/** Says that a transaction is nothing of a customer's. */
export function useSetAside(transaction: Transaction) {
  const { t } = useLingui();
  return useWrite(
    (reason: string) =>
      data(
        invoicing.POST("/v1/bank-transactions/{transaction_id}/set-aside", {
          params: params(transaction),
          body: { reason },
        }),
      ),
    { ...REFRESH, onDone: () => toast(t`The transaction is set aside.`) },
  );
}

/** Lets a transaction be open again. */
export function useUndo(transaction: Transaction) {
  const { t } = useLingui();
  return useWrite(
    (reason: string) =>
      data(
        invoicing.POST("/v1/bank-transactions/{transaction_id}/undo", {
          params: params(transaction),
          body: { reason },
        }),
      ),
    { ...REFRESH, onDone: () => toast(t`The transaction is open again.`) },
  );
}

/** Takes all transactions of which it is certain what they are. */
export function useTakeCertain(
  onRefused: (refused: readonly Refused[]) => void,
): Write<void, Schemas["TakenManyResponse"]> {
  const { t } = useLingui();
  return useWrite(() => data(invoicing.POST("/v1/bank-transactions/take-certain", { body: {} })), {
    ...REFRESH,
    onDone: ({ taken, refused }) => {
      toast(t`Taken: ${taken.length}`);
      onRefused(refused);
    },
  });
}
