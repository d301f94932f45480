// Makes TypeScript types (src/api/schema, not committed) from the OpenAPI documents of the services (docs/api).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const SERVICES = ["timer", "rates", "invoicing", "notifier", "qbo-sync", "identity"];
const METHODS = ["get", "put", "post", "patch", "delete"];

mkdirSync("src/api/schema", { recursive: true });
for (const service of SERVICES) {
  const document = JSON.parse(readFileSync(`../docs/api/${service}.json`, "utf8"));
  withoutIdempotencyKey(document);
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
  writeFileSync(`src/api/schema/${service}.ts`, types);
}

/** Every write gets its key in src/api/send.ts, so no caller has to name one. */
function withoutIdempotencyKey(document) {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation?.parameters) continue;
      operation.parameters = operation.parameters.filter((p) => p.name?.toLowerCase() !== "idempotency-key");
    }
  }
}
