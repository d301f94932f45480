import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect } from "react";
import { LinkIcon } from "../ui/icons.tsx";
import open from "../ui/OpenPage.module.css";
import styles from "./Portal.module.css";

/** Too old, revoked, or replaced by a newer one. */
export function ExpiredLink() {
  const { t } = useLingui();
  return (
    <NoInvoice title={t`This link has expired`}>
      <Trans>
        The link to the invoice no longer works. Ask the company that sent it for a new one; the invoice
        itself is in the e-mail.
      </Trans>
    </NoInvoice>
  );
}

/** A link that lost a part of itself. */
export function WrongLink() {
  const { t } = useLingui();
  return (
    <NoInvoice title={t`This link is not complete`}>
      <Trans>
        Open the link in the e-mail with the invoice once more. If your e-mail program broke it over two
        lines, copy all of it.
      </Trans>
    </NoInvoice>
  );
}

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

function NoInvoice({ title, children }: Props) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={open.place}>
      <div className={styles.nothing}>
        <LinkIcon size={40} />
        <h1 tabIndex={-1}>{title}</h1>
        <p>{children}</p>
      </div>
    </main>
  );
}
