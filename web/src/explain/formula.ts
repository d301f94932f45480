/** The formula of a line, as the API writes it, with the decimal mark of the reader: `33688 s × 855,00 ÷ 3600 = …`. */
export function formulaWords(formula: string, language: string): string {
  return language === "da" ? formula.replace(/(\d)\.(\d)/g, "$1,$2") : formula;
}
