import { Plural, Trans } from "@lingui/react/macro";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { useApproverHindrance } from "./SelfApprovalNote.tsx";
import type { Sheet } from "./sheets.ts";
import type { useApproveAll } from "./useApproveAll.ts";

interface Props {
  readonly sheets: readonly Sheet[];
  readonly approving: ReturnType<typeof useApproveAll>;
}

/** One button for all sheets that nothing is odd about. */
export function ApproveClean({ sheets, approving: { run, answers, total } }: Props) {
  const may = useMay();
  const off = useApproverHindrance() ?? may.not("approve-time");
  const done = answers.length;
  return (
    <Button look="primary" busy={total !== null} off={off} onClick={() => void run(sheets)}>
      {total === null ? (
        <Plural value={sheets.length} one="Approve this one" other="Approve all #" />
      ) : (
        <Trans>
          {done} of {total} done
        </Trans>
      )}
    </Button>
  );
}
