import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button';
import { cx } from './cx';
import styles from './toast.module.css';
import { type Toast, useToasts } from './toast-store';

const SHOWN_MS = 6000;
const SHOWN_WITH_ACTION_MS = 10_000;

/** Shows toasts bottom-left in a polite live region; a toast waits while it is hovered or holds the focus. */
export function ToastRegion() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      className={styles.region}
      aria-label="Notifications"
      aria-live="polite"
      aria-relevant="additions"
      // Keeps toasts readable and their undo reachable while a dialog is open.
      data-react-aria-top-layer="true"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const dismiss = useToasts((state) => state.dismiss);
  const [held, setHeld] = useState(false);
  const { id, action } = toast;
  useEffect(() => {
    if (held) return undefined;
    const timer = window.setTimeout(() => dismiss(id), action === null ? SHOWN_MS : SHOWN_WITH_ACTION_MS);
    return () => window.clearTimeout(timer);
  }, [held, id, action, dismiss]);
  return (
    <div
      className={cx(styles.toast, styles[toast.tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone === 'good' ? <CircleCheck aria-hidden className={styles.icon} /> : null}
      {toast.tone === 'bad' ? <CircleAlert aria-hidden className={styles.icon} /> : null}
      <span className={styles.text}>{toast.text}</span>
      {action === null ? null : (
        <Button
          variant="quiet"
          onPress={() => {
            action.run();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" size="small" icon={<X aria-hidden />} onPress={() => dismiss(id)} />
    </div>
  );
}
