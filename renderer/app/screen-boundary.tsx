import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/states';

type ScreenBoundaryProps = {
  readonly title: string;
  /** Writes the failure to the log. */
  readonly onError: (message: string) => void;
  readonly children: ReactNode;
};

type ScreenBoundaryState = { readonly error: Error | null };

/** Keeps a failing screen from taking the others with it; the rail stays, and the screen can be tried again. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, ScreenBoundaryState> {
  override state: ScreenBoundaryState = { error: null };

  static getDerivedStateFromError(cause: unknown): ScreenBoundaryState {
    return { error: cause instanceof Error ? cause : new Error(String(cause)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    this.props.onError(`${this.props.title}: ${error.message}\n${info.componentStack ?? ''}`.slice(0, 4000));
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorState
        title={`${this.props.title} stopped working`}
        reason={`The screen met something it does not expect: ${error.message}`}
        fix="What you had saved is safe. Try again, or reload the window; if it stops at the same place, the log file says where."
        actions={
          <>
            <Button variant="primary" onPress={() => this.setState({ error: null })}>
              Try again
            </Button>
            <Button onPress={() => window.location.reload()}>Reload the window</Button>
          </>
        }
      />
    );
  }
}
