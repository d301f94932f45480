import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { refreshServices } from "./useWrite.ts";

const READ = ["timer", "/v1/time-entries"];

/** A service whose answers are given by hand, and a screen that shows them. */
function shown() {
  const client = new QueryClient();
  const reads: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((answer) => reads.push(answer));
  const observer = new QueryObserver(client, { queryKey: READ, queryFn });
  const close = observer.subscribe(() => undefined);
  return { client, reads, close, data: () => client.getQueryData(READ) };
}

test("what was read before the change is read again, also when that was the first time", async () => {
  const { client, reads, close, data } = shown();
  const refreshed = refreshServices(client, ["timer"]);
  reads[0]?.("before");
  await expect.poll(() => reads.length).toBe(2);
  reads[1]?.("after");
  await refreshed;
  expect(data()).toBe("after");
  close();
});

test("a later read is begun anew, once, and other services are left alone", async () => {
  const { client, reads, close, data } = shown();
  reads[0]?.("before");
  await expect.poll(data).toBe("before");
  await refreshServices(client, ["rates"]);
  expect(reads).toHaveLength(1);
  const refreshed = refreshServices(client, ["timer"]);
  reads[1]?.("after");
  await refreshed;
  expect([data(), reads.length]).toEqual(["after", 2]);
  close();
});
