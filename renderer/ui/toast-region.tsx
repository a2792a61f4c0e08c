import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button';
import { cx } from './cx';
import styles from './toast.module.css';
import { type Toast, useToasts } from './toast-store';

const SHOWN_MS = 5000;
const SHOWN_WITH_ACTION_MS = 8000;

/** Toasts shown whole; older ones are one line below them. */
const MOST_SHOWN = 3;

/** Shows toasts at the bottom in a polite live region, the newest on top; all wait while one is hovered or holds the focus. */
export function ToastRegion() {
  const toasts = useToasts((state) => state.toasts);
  const dismissAll = useToasts((state) => state.dismissAll);
  const [isHeld, setHeld] = useState(false);
  const hidden = toasts.length - MOST_SHOWN;
  // The pointer or the focus may have left with the last toast, without a word.
  if (isHeld && toasts.length === 0) setHeld(false);
  return (
    <section
      className={styles.region}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      aria-label="Notifications"
      aria-live="polite"
      aria-relevant="additions"
      // Keeps toasts readable and their undo reachable while a dialog is open.
      data-react-aria-top-layer="true"
    >
      {toasts.map((toast) => (
        <ToastTimer key={toast.id} toast={toast} isHeld={isHeld} />
      ))}
      {toasts.slice(0, MOST_SHOWN).map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      {hidden > 0 ? (
        <div className={styles.more}>
          <span>{`and ${hidden} earlier`}</span>
          <Button variant="quiet" onPress={dismissAll}>
            Dismiss all
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** Lets a toast go after its time, also while newer ones hide it: what comes up later would be old news. */
function ToastTimer({ toast: { id, action }, isHeld }: { readonly toast: Toast; readonly isHeld: boolean }) {
  const dismiss = useToasts((state) => state.dismiss);
  const hasAction = action !== null;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = window.setTimeout(() => dismiss(id), hasAction ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [isHeld, id, hasAction, dismiss]);
  return null;
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const dismiss = useToasts((state) => state.dismiss);
  const { id, action } = toast;
  return (
    <div className={cx(styles.toast, styles[toast.tone])}>
      {toast.tone === 'good' ? <CircleCheck aria-hidden className={styles.icon} /> : null}
      {toast.tone === 'bad' ? <CircleAlert aria-hidden className={styles.icon} /> : null}
      <span className={styles.text}>
        {toast.text}
        {toast.count > 1 ? <span className={styles.count}>{` ×${toast.count}`}</span> : null}
      </span>
      {action === null ? null : (
        <div className={styles.action}>
          <Button
            variant="quiet"
            onPress={() => {
              action.run();
              dismiss(id);
            }}
          >
            {action.label}
          </Button>
        </div>
      )}
      <div className={styles.dismiss}>
        <IconButton label="Dismiss" size="small" icon={<X aria-hidden />} onPress={() => dismiss(id)} />
      </div>
    </div>
  );
}
