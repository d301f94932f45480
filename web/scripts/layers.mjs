// Fails when a file knows what it must not know. The rules are those of README.md, "Layers".
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const MAY_IMPORT = {
  time: [],
  i18n: ["time"],
  ui: ["i18n", "time"],
  api: ["i18n", "refusals", "time", "ui"],
  refusals: ["api"],
  offline: ["api", "i18n", "session", "time", "ui"],
  session: ["api", "i18n", "offline", "time", "ui"],
  budgets: ["api", "directory", "i18n", "session", "time", "ui"],
  directory: ["api", "i18n", "offline", "session", "time", "ui"],
  agreements: ["api", "directory", "explain", "i18n", "session", "time", "ui"],
  dimensions: ["i18n", "time", "ui"],
  expenses: ["api", "directory", "i18n", "session", "time", "ui"],
  explain: ["api", "directory", "i18n", "session", "time", "ui"],
  issuing: ["api", "i18n", "session", "time", "ui"],
  several: ["api", "directory", "i18n", "offline", "refusals", "session", "time", "ui"],
  signing: ["api", "directory", "i18n", "session", "time", "ui"],
  texts: ["api", "i18n", "session", "time", "ui"],
  lines: ["i18n", "ui"],
  start: ["api", "directory", "i18n", "session", "time", "ui"],
  hints: ["api", "offline", "session"],
  shell: ["api", "i18n", "offline", "session", "time", "ui"],
};
const A_SCREEN = [
  "agreements",
  "api",
  "budgets",
  "dimensions",
  "directory",
  "expenses",
  "explain",
  "i18n",
  "issuing",
  "lines",
  "offline",
  "refusals",
  "session",
  "several",
  "signing",
  "start",
  "texts",
  "time",
  "ui",
];
const FORBIDDEN = [
  { pattern: /\bfetch\(/, outside: ["api"], says: "only src/api fetches" },
  { pattern: /\bEventSource\b/, outside: ["hints"], says: "only src/hints follows a stream" },
  { pattern: /\bindexedDB\b|from "idb"/, outside: ["offline"], says: "only src/offline opens IndexedDB" },
  {
    pattern: /\bnew Date\b|\bDate\.now\b|\bDate\.parse\b/,
    outside: ["time", "i18n"],
    says: "dates are computed in src/time",
  },
  { pattern: /parseFloat\(|Number\([^)]*amount/i, outside: [], says: "no arithmetic on money" },
  { pattern: /\.innerHTML|dangerouslySetInnerHTML/, outside: [], says: "no markup from text" },
  { pattern: /data-testid/, outside: [], says: "tests find by role and name" },
];
const LONGEST_FILE = 250;
const failures = [];

for (const entry of readdirSync("src", { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !/\.tsx?$/.test(path) || path.startsWith("src/api/schema") || /\.test\./.test(path))
    continue;
  check(path, readFileSync(path, "utf8"));
}
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

function check(path, text) {
  const [, folder = ""] = /^src\/([^/]+)\//.exec(path) ?? [];
  const lines = text.split("\n").length - 1;
  if (lines > LONGEST_FILE) failures.push(`${path}: ${lines} lines; ${LONGEST_FILE} at most`);
  for (const { pattern, outside, says } of FORBIDDEN) {
    if (pattern.test(text) && !outside.includes(folder)) failures.push(`${path}: ${says}`);
  }
  if (folder) for (const other of imported(path, text)) checkImport(path, folder, other);
}

function* imported(path, text) {
  for (const [, from] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g))
    yield normalize(join(dirname(path), from));
}

function checkImport(path, folder, other) {
  const [, into] = /^src\/([^/]+)\//.exec(other) ?? [];
  const allowed = MAY_IMPORT[folder] ?? A_SCREEN;
  const isMap =
    into === undefined && !["src/App.tsx", "src/desk.tsx", "src/routes.tsx", "src/main.tsx"].includes(other);
  if (into !== folder && !isMap && !allowed.includes(into))
    failures.push(`${path}: ${folder} may not import ${other}`);
}
