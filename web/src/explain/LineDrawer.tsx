import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { Drawer } from "../ui/Dialog.tsx";
import { Note } from "../ui/Note.tsx";
import { TOTAL } from "./Explain.tsx";
import { LineExplanation } from "./LineExplanation.tsx";
import { TotalExplanation } from "./TotalExplanation.tsx";

interface Props {
  readonly invoiceId: string;
  readonly lineId: string;
  readonly onClose: () => void;
}

export default function LineDrawer({ invoiceId, lineId, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Drawer title={t`Why this amount`} open onClose={onClose}>
      {lineId === TOTAL ? (
        <TotalExplanation invoiceId={invoiceId} />
      ) : (
        <Line invoiceId={invoiceId} lineId={lineId} />
      )}
    </Drawer>
  );
}

function Line({ invoiceId, lineId }: Omit<Props, "onClose">) {
  const { t } = useLingui();
  const path = { invoice_id: invoiceId };
  const explanation = useQuery(invoicing.query("/v1/invoices/{invoice_id}/explain", { params: { path } }));
  return (
    <QueryView query={explanation}>
      {({ lines }) => {
        const line = lines.find(({ line_id }) => line_id === lineId);
        return line ? <LineExplanation line={line} /> : <Note>{t`This line is no longer there.`}</Note>;
      }}
    </QueryView>
  );
}
