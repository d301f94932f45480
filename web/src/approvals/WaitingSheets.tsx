import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Section } from "../ui/Page.tsx";
import { Answers } from "./Answers.tsx";
import { ApproveClean } from "./ApproveClean.tsx";
import { inOrder } from "./order.ts";
import { isClean, periodOf, type Review, reviewOf } from "./review.ts";
import { SheetTable } from "./SheetTable.tsx";
import { type SheetWithEntries, waitingQuery } from "./sheets.ts";
import { useApproveAll } from "./useApproveAll.ts";
import { useKnown } from "./useKnown.ts";

/** What waits, apart by whether anything is odd about it. */
export function WaitingSheets({ agent }: { readonly agent: string | null }) {
  const waiting = useQuery(waitingQuery);
  const approving = useApproveAll();
  return (
    <>
      <Answers answers={approving.answers} running={approving.total !== null} />
      <QueryView query={waiting}>
        {(read) => (
          <Reviewed
            read={read.filter(({ sheet }) => !agent || sheet.agent_id === agent)}
            agent={agent}
            approving={approving}
          />
        )}
      </QueryView>
    </>
  );
}

interface ReviewedProps {
  readonly read: readonly SheetWithEntries[];
  readonly agent: string | null;
  readonly approving: ReturnType<typeof useApproveAll>;
}

function Reviewed({ read, agent, approving }: ReviewedProps) {
  const { t } = useLingui();
  const name = useName("agents");
  const { known, hindranceOf } = useKnown(periodOf(read.map(({ sheet }) => sheet)));
  const reviews: Review[] = inOrder(read, name).map((one) => reviewOf(one, known, hindranceOf(one.sheet)));
  const clean = reviews.filter(isClean);
  const odd = reviews.filter((review) => !isClean(review));
  if (reviews.length === 0) return <NothingWaits agent={agent} />;
  return (
    <>
      {clean.length > 0 && (
        <Section
          title={t`Nothing odd`}
          actions={<ApproveClean sheets={clean.map(({ sheet }) => sheet)} approving={approving} />}
        >
          <SheetTable label={t`Timesheets with nothing odd`} reviews={clean} agent={agent} />
        </Section>
      )}
      {odd.length > 0 && (
        <Section title={t`Worth a look`}>
          <SheetTable label={t`Timesheets worth a look`} reviews={odd} agent={agent} flagged />
        </Section>
      )}
    </>
  );
}

function NothingWaits({ agent }: { readonly agent: string | null }) {
  const { t } = useLingui();
  if (agent) {
    return (
      <EmptyState
        title={t`Nothing of this person waits.`}
        action={
          <ButtonLink to={paths.approvals}>
            <Trans>Show everybody</Trans>
          </ButtonLink>
        }
      />
    );
  }
  return (
    <EmptyState
      title={t`Nothing waits for approval.`}
      action={
        <ButtonLink to={paths.billing}>
          <Trans>Bill approved time</Trans>
        </ButtonLink>
      }
    >
      <Trans>Timesheets appear here when people hand them in. What is approved can be billed.</Trans>
    </EmptyState>
  );
}
