import { useLingui } from "@lingui/react/macro";
import { Drawer } from "../ui/Dialog.tsx";
import { PriceRule } from "./PriceRule.tsx";

interface Props {
  readonly entryId: string;
  readonly onClose: () => void;
}

export default function EntryDrawer({ entryId, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Drawer title={t`Why this rate`} open onClose={onClose}>
      <PriceRule entryId={entryId} />
    </Drawer>
  );
}
