import { i18n, type Messages } from "@lingui/core";

export const LANGUAGES = ["da", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = "language";
const CATALOGS = import.meta.glob<{ messages: Messages }>("/src/*/words/*.po");
const asked = new Map<string, Promise<void>>();

/** The reader's choice, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages];
  const known = wanted.map((tag) => LANGUAGES.find((language) => tag?.toLowerCase().startsWith(language)));
  return known.find((language) => language !== undefined) ?? "en";
}

/** Shows the app in a language, with the words of every screen that was opened. */
export async function activate(language: Language): Promise<void> {
  await Promise.all(["i18n", ...asked.keys()].map((folder) => load(folder, language)));
  i18n.activate(language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await activate(language);
}

/** The words of a screen's folder, loaded with its code; before the app speaks, in the language that it will. */
export function loadWords(folder: string): Promise<void> {
  const begun = asked.get(folder) ?? begin(folder);
  asked.set(folder, begun);
  begun.catch(() => asked.delete(folder));
  return begun;
}

async function begin(folder: string): Promise<void> {
  await load(folder, i18n.locale || preferredLanguage());
}

async function load(folder: string, language: string): Promise<void> {
  const catalog = await CATALOGS[`/src/${folder}/words/${language}.po`]?.();
  if (catalog) i18n.load(language, catalog.messages);
}
