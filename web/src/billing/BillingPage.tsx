import { useSearchParams } from "react-router";
import { ExplainEntry } from "../explain/Explain.tsx";
import { BucketPage } from "./BucketPage.tsx";
import { bucketOf } from "./buckets.ts";
import { CustomersPage } from "./CustomersPage.tsx";

/** All customers; or one of the buckets, opened: `?bucket=ready&customer=<id>`. */
export default function BillingPage() {
  const [search] = useSearchParams();
  const bucket = bucketOf(search.get("bucket"));
  return (
    <>
      {bucket ? <BucketPage bucket={bucket} customer={search.get("customer")} /> : <CustomersPage />}
      <ExplainEntry />
    </>
  );
}
