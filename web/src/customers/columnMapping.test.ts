import { expect, test } from "vitest";
import { mappingOf } from "./columnMapping.ts";
import type { SeenFile } from "./useCustomerImport.ts";

test("headers are remembered once each, and those that are there", () => {
  const headers = ["Nr", "", "Betegnelse", "NR"];
  const columns = headers.map((header) => ({ header, field: null, samples: [] }));
  const seen = { columns } as unknown as SeenFile;
  expect(mappingOf(seen, "economic", { name: "Betegnelse" })).toEqual({
    kind: "customers",
    name: "economic",
    headers: ["Nr", "Betegnelse"],
    columns: { name: "Betegnelse" },
  });
});
