import { Trans } from "@lingui/react/macro";
import { Component, type ReactNode } from "react";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";

/** A screen that breaks does not take the bars around it along. A file of an older build that is gone needs a reload. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    const reload = (
      <Button onClick={() => location.reload()}>
        <Trans>Reload</Trans>
      </Button>
    );
    return (
      <EmptyState title="Honorar" action={reload}>
        <Trans>This screen could not be shown. What you entered without a network is kept.</Trans>
      </EmptyState>
    );
  }
}
