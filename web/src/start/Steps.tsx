import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useLocation } from "react-router";
import { ButtonLink } from "../ui/Button.tsx";
import { CheckIcon } from "../ui/icons.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./GettingStarted.module.css";
import { type Step, type StepName, stepsOf } from "./steps.ts";
import { useBegun } from "./useBegun.ts";

/** The way to the first invoice, what is done of it and what is next. */
export default function Steps() {
  const { t } = useLingui();
  const begun = useBegun();
  if (!begun) return null;
  const steps = stepsOf(begun);
  const next = steps.find(({ done }) => !done);
  const left = steps.filter(({ done }) => done).length;
  return (
    <Section
      title={t`Getting started`}
      actions={
        <span className="muted small">
          <Trans>
            {left} of {steps.length} done
          </Trans>
        </span>
      }
    >
      <Card>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <StepLine key={step.name} step={step} next={step === next} />
          ))}
        </ol>
      </Card>
    </Section>
  );
}

function StepLine({ step, next }: { readonly step: Step; readonly next: boolean }) {
  const { t } = useLingui();
  const words = useWords()[step.name];
  const here = useLocation().pathname === step.to;
  return (
    <li className={styles.step} data-done={step.done || undefined} aria-current={next ? "step" : undefined}>
      <span className={styles.mark}>
        {step.done && (
          <>
            <CheckIcon size={16} />
            <span className="visually-hidden">{t`Done:`} </span>
          </>
        )}
      </span>
      {next && here && <strong>{words}</strong>}
      {next && !here && (
        <ButtonLink to={step.to} look="primary">
          {words}
        </ButtonLink>
      )}
      {!next && <Link to={step.to}>{words}</Link>}
    </li>
  );
}

function useWords(): Readonly<Record<StepName, string>> {
  const { t } = useLingui();
  return {
    you: t`Say who you are, and log your own time`,
    customer: t`Add your first customer`,
    project: t`Add a project to work on`,
    rate: t`Set an hourly rate`,
    time: t`Log some time`,
    approve: t`Hand in the timesheet and approve it`,
    seller: t`Fill in what your invoices say about you`,
    draft: t`Make a draft of the invoice`,
    issue: t`Issue the first invoice`,
  };
}
