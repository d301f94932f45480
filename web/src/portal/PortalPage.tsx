import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { asProblem, isProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { OpenPage } from "../ui/OpenPage.tsx";
import { HowToPay } from "./HowToPay.tsx";
import { Lines } from "./Lines.tsx";
import { ExpiredLink, WrongLink } from "./LinkProblem.tsx";
import { type CustomerPage, pageQuery } from "./link.ts";
import { Owed } from "./Owed.tsx";
import { Parties } from "./Parties.tsx";
import { Question } from "./Question.tsx";
import { Totals } from "./Totals.tsx";
import { tokenOf } from "./token.ts";

/** What the customer of an account sees who follows the link in the mail: one invoice, without logging in. */
export default function PortalPage() {
  const token = tokenOf(useLocation().hash);
  return token ? <Opened token={token} /> : <WrongLink />;
}

function Opened({ token }: { readonly token: string }) {
  const { t } = useLingui();
  const { data: page, error, refetch } = useQuery(pageQuery(token));
  if (isProblem(error, "link-expired")) return <ExpiredLink />;
  if (isProblem(error) && [401, 403, 404].includes(error.problem.status)) return <WrongLink />;
  if (page) return <Invoice page={page} token={token} />;
  return (
    <OpenPage title={t`Invoice`}>
      {error ? (
        <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />
      ) : (
        <Loading label={t`Loading…`} lines={6} />
      )}
    </OpenPage>
  );
}

function Invoice({ page, token }: { readonly page: CustomerPage; readonly token: string }) {
  const { t } = useLingui();
  return (
    <OpenPage title={t`Invoice ${page.number}`} from={page.seller.name}>
      <Owed page={page} token={token} />
      {(page.payment === "unpaid" || page.payment === "partial") && <HowToPay page={page} />}
      <Lines page={page} />
      <Totals page={page} />
      <Parties page={page} />
      <Question token={token} seller={page.seller.name} />
    </OpenPage>
  );
}
