import { Suspense } from "react";
import { Navigate, Outlet, Route, Routes } from "react-router";
import { paths } from "./paths.ts";
import { CommandPalette, OPEN_SCREENS, SCREENS, TimerBar } from "./routes.tsx";
import { Session } from "./session/Session.tsx";
import { ErrorBoundary } from "./shell/ErrorBoundary.tsx";
import { Shell } from "./shell/Shell.tsx";
import { Waiting } from "./shell/Waiting.tsx";

export function App() {
  return (
    <Routes>
      {OPEN_SCREENS.map(([path, Screen]) => (
        <Route key={path} path={path} element={<Open screen={<Screen />} />} />
      ))}
      <Route element={<Inside />}>
        {SCREENS.map(([path, Screen]) => (
          <Route key={path} path={path} element={<Screen />} />
        ))}
        <Route path="/timer" element={<Navigate to={paths.timer} replace />} />
      </Route>
    </Routes>
  );
}

function Inside() {
  const timerBar = (
    <Suspense fallback={null}>
      <TimerBar />
    </Suspense>
  );
  const palette = (
    <Suspense fallback={null}>
      <CommandPalette />
    </Suspense>
  );
  return (
    <Session>
      <Shell timerBar={timerBar} palette={palette}>
        <Guarded>
          <Outlet />
        </Guarded>
      </Shell>
    </Session>
  );
}

function Open({ screen }: { readonly screen: React.ReactNode }) {
  return <Guarded>{screen}</Guarded>;
}

function Guarded({ children }: { readonly children: React.ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </ErrorBoundary>
  );
}
