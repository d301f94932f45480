import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { asProblem, isProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { OpenPage } from "../ui/OpenPage.tsx";
import { Card } from "../ui/Page.tsx";
import styles from "./Request.module.css";
import { RequestForm } from "./RequestForm.tsx";
import { formQuery, type PublicForm } from "./request.ts";

/** The public form of an account: anybody sends a request by it, without logging in. */
export default function RequestPage() {
  const { t } = useLingui();
  const { slug = "" } = useParams();
  const { data: form, error, refetch } = useQuery(formQuery(slug));
  if (form) return <Opened key={form.token} form={form} slug={slug} again={() => void refetch()} />;
  if (isProblem(error, "not-found")) return <NoForm />;
  return (
    <OpenPage width="narrow" title={t`Request`}>
      {error ? (
        <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />
      ) : (
        <Loading label={t`Loading…`} lines={6} />
      )}
    </OpenPage>
  );
}

interface OpenedProps {
  readonly form: PublicForm;
  readonly slug: string;
  readonly again: () => void;
}

function Opened({ form, slug, again }: OpenedProps) {
  const { t } = useLingui();
  const [number, setNumber] = useState<number | null>(null);
  if (number !== null)
    return (
      <OpenPage width="narrow" title={t`Thank you`} from={form.title} arrive>
        <Card>
          <p role="status">
            <Trans>Your request has arrived. It has the number {number}.</Trans>
          </p>
          <div>
            <Button onClick={again}>
              <Trans>Send another request</Trans>
            </Button>
          </div>
        </Card>
      </OpenPage>
    );
  return (
    <OpenPage width="narrow" title={t`Send a request`} from={form.title}>
      {form.introduction && <p className={styles.words}>{form.introduction}</p>}
      <Card>
        <RequestForm form={form} slug={slug} onSent={setNumber} />
      </Card>
    </OpenPage>
  );
}

function NoForm() {
  const { t } = useLingui();
  return (
    <OpenPage width="narrow" title={t`There is no form here`}>
      <p>
        <Trans>The address may be old, or not complete. Ask whoever gave it to you.</Trans>
      </p>
    </OpenPage>
  );
}
