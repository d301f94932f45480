import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { type Agreement, isMonthly, isPrepaid, withdraw } from "./agreement.ts";
import { BuyBlock } from "./BuyBlock.tsx";
import { ChangeTerms } from "./ChangeTerms.tsx";
import { EndAgreement } from "./EndAgreement.tsx";
import { RenewAgreement } from "./RenewAgreement.tsx";

interface Props {
  readonly agreement: Agreement;
}

/** What can be done with it; the dialogs stand in the address. */
export function AgreementActions({ agreement }: Props) {
  const off = useMay().not("manage-work");
  const [, ask] = useAsked();
  const open = (name: string) => () => ask({ act: name });
  return (
    <>
      {isPrepaid(agreement.kind) && (
        <Button look="primary" off={off} onClick={open("block")}>
          <Trans>Sell a block…</Trans>
        </Button>
      )}
      {isMonthly(agreement.kind) && (
        <Button look="primary" off={off} onClick={open("terms")}>
          <Trans>Other terms…</Trans>
        </Button>
      )}
      {agreement.last_day && (
        <Button off={off} onClick={open("renew")}>
          <Trans>Go on…</Trans>
        </Button>
      )}
      <Button off={off} onClick={open("end")}>
        <Trans>End it…</Trans>
      </Button>
      {!agreement.billed && <Withdraw agreement={agreement} off={off} />}
      <Acts agreement={agreement} />
    </>
  );
}

function Acts({ agreement }: Props) {
  const [asked, ask] = useAsked();
  const dialogs = { block: BuyBlock, terms: ChangeTerms, renew: RenewAgreement, end: EndAgreement };
  const Act = dialogs[asked("act") as keyof typeof dialogs];
  return Act ? <Act agreement={agreement} onClose={() => ask({ act: null })} /> : null;
}

function Withdraw({ agreement, off }: Props & { readonly off: string | undefined }) {
  const { t } = useLingui();
  const go = useNavigate();
  const act = useWrite(() => withdraw(agreement), {
    refresh: ["rates", "invoicing"],
    onDone: () => {
      toast(t`The agreement is taken back`);
      void go(paths.agreements);
    },
  });
  return (
    <>
      <ConfirmButton
        look="plain"
        title={t`Take the agreement back?`}
        consequence={t`As if it had never been: nothing of it is billed, and its time is charged by the hour again.`}
        confirm={t`Take it back`}
        busy={act.running}
        off={off}
        onConfirm={() => void act.run(undefined)}
      >
        <Trans>Take it back…</Trans>
      </ConfirmButton>
      <ProblemNote problem={act.problem} />
    </>
  );
}
