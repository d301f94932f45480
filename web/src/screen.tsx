import { type ComponentType, use } from "react";
import { matchRoutes } from "react-router";
import { loadWords } from "./i18n/activate.ts";

interface Module {
  readonly default: ComponentType;
}

/** A screen; its code and words come when it is first shown, or sooner when asked for. */
export type Screen = ComponentType & { readonly bring: () => Promise<Module> };

/**
 * A screen with the words of its folder, and of what it shares with others. One that is here already is shown at once:
 * `lazy` would wait even then, and what was once shown as waiting stays so for React's 300 ms.
 */
export function screen(folder: string, load: () => Promise<Module>, ...shared: readonly string[]): Screen {
  let here: Module | undefined;
  let asked: Promise<Module> | undefined;
  async function come(): Promise<Module> {
    const [module] = await Promise.all([load(), ...[folder, ...shared].map(loadWords)]);
    here = module;
    return module;
  }
  function bring(): Promise<Module> {
    asked ??= come();
    return asked;
  }
  function Shown() {
    const { default: Page } = here ?? use(bring());
    return <Page />;
  }
  return Object.assign(Shown, { bring });
}

/** Waits until screens are here, but not long: without them the frame is shown, and they follow. */
export async function awaitScreens(screens: readonly Screen[], patience: number): Promise<void> {
  const here = Promise.all(screens.map((one) => one.bring())).catch(() => undefined);
  await Promise.race([here, new Promise((resolve) => setTimeout(resolve, patience))]);
}

/** The screens of a map that an address shows. */
export function matched(map: readonly [path: string, screen: Screen][], pathname: string): readonly Screen[] {
  const routes = map.map(([path, screen]) => ({ path, screen }));
  return (matchRoutes(routes, pathname) ?? []).map(({ route }) => route.screen);
}
