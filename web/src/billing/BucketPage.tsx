import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { formatDuration } from "../time/duration.ts";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Note } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { askedAs, type Bucket, type Entry, secondsIn } from "./buckets.ts";
import { EntryTable, type Listed } from "./EntryTable.tsx";
import { HeldBackEntries } from "./HeldBackEntries.tsx";
import { ReadyEntries } from "./ReadyEntries.tsx";
import { UnpricedEntries } from "./UnpricedEntries.tsx";
import { WriteOffs } from "./WriteOffs.tsx";

interface Props {
  readonly bucket: Bucket;
  readonly customer: string | null;
}

/** The entries of a bucket, what is missing of them, and the way out. */
export function BucketPage({ bucket, customer }: Props) {
  const { t } = useLingui();
  const name = useName("organizations")(customer) || t`All customers`;
  return (
    <Page title={name} lead={t`Unbilled time`} back={{ to: paths.billing, label: t`To bill` }}>
      <Buckets bucket={bucket} customer={customer} />
      <WayOut bucket={bucket} />
      {bucket === "written-off" ? (
        <WriteOffs customer={customer} />
      ) : (
        <Entries bucket={bucket} customer={customer} />
      )}
    </Page>
  );
}

/** The buckets, and how much is in each. */
function Buckets({ bucket, customer }: Props) {
  const { t } = useLingui();
  const query = { ...(customer ? { organization_id: customer } : {}), limit: 1 };
  const sums = useQuery(invoicing.query("/v1/billable-time", { params: { query } })).data?.sums;
  const withTime = ([one, name]: readonly [Bucket, string]): [Bucket, string] => {
    const seconds = sums ? secondsIn(one, sums) : 0;
    return [one, seconds > 0 ? `${name} · ${formatDuration(seconds)}` : name];
  };
  const [search, setSearch] = useSearchParams();
  const choose = (chosen: Bucket) => {
    search.set("bucket", chosen);
    setSearch(search, { replace: true });
  };
  const options = [
    ["ready", t`Ready`],
    ["held-back", t`Held back`],
    ["unpriced", t`Without a price`],
    ["held", t`Held by an agreement`],
    ["claimed", t`On drafts`],
    ["written-off", t`Written off`],
  ] as const;
  return (
    <div>
      <Choice
        label={t`What it waits for`}
        name="bucket"
        value={bucket}
        options={options.map(withTime)}
        onChange={choose}
      />
    </div>
  );
}

function WayOut({ bucket }: { readonly bucket: Bucket }) {
  const { t } = useLingui();
  if (bucket === "ready")
    return <p className="muted">{t`Approved, priced, and on no invoice: choose entries and draft them.`}</p>;
  if (bucket === "held-back")
    return (
      <p className="muted">{t`Ready, but no draft takes it until its day comes or somebody lets it go.`}</p>
    );
  if (bucket === "held")
    return (
      <p className="muted">{t`Approved, and covered by an agreement: the line that bills the agreement takes it along.`}</p>
    );
  if (bucket === "claimed")
    return (
      <p className="muted">{t`On a draft: issue it, or take the line off there, and the time is ready again.`}</p>
    );
  if (bucket === "written-off")
    return (
      <p className="muted">{t`Nobody is charged for it. Undo a write-off, and its time is ready again.`}</p>
    );
  return (
    <Note tone="warn" action={<Link to={paths.rates}>{t`Set a rate`}</Link>}>
      {t`Approved, and no rate matches. It is never billed at nothing: set a rate, and the price arrives by itself.`}
    </Note>
  );
}

interface ListedProps {
  readonly bucket: Listed;
  readonly customer: string | null;
}

function Entries({ bucket, customer }: ListedProps) {
  const { t } = useLingui();
  const query = { ...askedAs(bucket), ...(customer ? { organization_id: customer } : {}), limit: 100 };
  const list = usePages(invoicing.pages("/v1/billable-time", { params: { query } }));
  if (list.loading) return <Loading label={t`Loading…`} lines={8} />;
  if (list.error) return <ProblemNote problem={asProblem(list.error)} retry={list.retry} />;
  if (list.items.length === 0) return <EmptyState title={t`Nothing is here`} />;
  return (
    <>
      <Chosen key={customer} bucket={bucket} customer={customer} entries={list.items} />
      <Pager more={list.more} loading={list.loadingMore} />
    </>
  );
}

function Chosen({ bucket, customer, entries }: ListedProps & { readonly entries: readonly Entry[] }) {
  if (bucket === "unpriced") return <UnpricedEntries entries={entries} showCustomer={!customer} />;
  if (bucket === "held-back") return <HeldBackEntries entries={entries} showCustomer={!customer} />;
  if (bucket === "ready" && customer) return <ReadyEntries customer={customer} entries={entries} />;
  return <EntryTable entries={entries} bucket={bucket} showCustomer={!customer} />;
}
