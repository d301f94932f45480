import type { Plugin } from "vite";

/**
 * Lets the page ask for the chunk `name` and its styles at once, which it otherwise would when the frame has run: a round
 * trip less before the first paint. What the frame itself needs goes first.
 */
export function firstScreen(name: string): Plugin {
  return {
    name: "first-screen",
    apply: "build",
    transformIndexHtml(_, { bundle = {} }) {
      const chunk = Object.values(bundle).find((file) => file.type === "chunk" && file.name === name);
      if (chunk?.type !== "chunk") throw new Error(`The build has no chunk "${name}".`);
      const attrs = {
        rel: "modulepreload",
        crossorigin: true,
        fetchpriority: "low",
        href: `/${chunk.fileName}`,
      };
      return [
        { tag: "link", attrs, injectTo: "head" as const },
        ...stylesOf(chunk).map((href) => style(href)),
      ];
    },
  };
}

function stylesOf(chunk: object): string[] {
  return [...((chunk as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? [])];
}

function style(href: string) {
  return {
    tag: "link",
    attrs: { rel: "stylesheet", crossorigin: true, href: `/${href}` },
    injectTo: "head" as const,
  };
}
