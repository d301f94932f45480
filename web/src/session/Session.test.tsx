import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { ProblemError } from "../api/problem.ts";
import type { Me } from "./me.ts";
import { Session } from "./Session.tsx";
import { meQuery, useMe } from "./useMe.ts";

const account = { id: "a", name: "Hansen" };
const ME: Me = {
  id: "m",
  name: "Mia",
  email: "",
  roles: [],
  agentId: null,
  permissions: [],
  account,
  accounts: [account],
};
const SIGNED_OUT = new ProblemError({ type: "about:blank", title: "Unauthorized", status: 401 });
const AWAY = new ProblemError({ type: "about:blank", title: "No connection", status: 0 });

/** What the first paint has, before and after the answer to who is logged in. */
async function painted(kept: Me | null, refusal?: ProblemError): Promise<string> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  if (kept) client.setQueryData(meQuery.queryKey, kept, { updatedAt: 1 });
  if (refusal)
    await client.fetchQuery({ ...meQuery, queryFn: () => Promise.reject(refusal) }).catch(() => undefined);
  return renderToString(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Session>
          <Name />
        </Session>
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

function Name() {
  return useMe().name;
}

test("one is let in at once as whom one was", async () => {
  expect(await painted(ME)).toBe("Mia");
});

test("without a network one stays so", async () => {
  expect(await painted(ME, AWAY)).toBe("Mia");
});

test("who is signed out meanwhile is led away", async () => {
  expect(await painted(ME, SIGNED_OUT)).toBe("");
});

test("nobody is shown before it is known who is there", async () => {
  expect(await painted(null)).toBe("");
});
