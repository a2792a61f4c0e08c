import { X } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, IconButton } from './button';
import { cx } from './cx';
import styles from './dialog.module.css';
import { showFirstMistake } from './first-mistake';
import { keyboardScroll } from './keyboard-scroll';
import { holdsUnreadable } from './unreadable';

type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'normal' | 'wide' | 'full';
  /** False while work is running that must not be abandoned by Escape or a click outside. */
  readonly canDismiss?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
};

/** Interrupts; only for what must be settled now. Prefer the inspector or inline editing. */
export function Dialog({ title, isOpen, onClose, children, footer, size, canDismiss, role }: DialogProps) {
  const dismissable = canDismiss ?? true;
  const box = useRef<HTMLElement>(null);
  const bodyId = useId();
  useEffect(() => {
    if (!isOpen || !dismissable) return undefined;
    // The focused element may have gone with what it did; Escape still closes the dialog that lies on top.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.activeElement !== document.body) return;
      const open = document.querySelectorAll('[role="dialog"], [role="alertdialog"]');
      if (open[open.length - 1] === box.current) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOpen, dismissable, onClose]);
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={dismissable && role !== 'alertdialog'}
      isKeyboardDismissDisabled={!dismissable}
      className={cx(styles.shade)}
    >
      <Modal className={cx(styles.modal, styles[size ?? 'normal'])}>
        <AriaDialog
          ref={box}
          role={role ?? 'dialog'}
          className={cx(styles.dialog)}
          // The focus goes to a button, so that the question itself is read only where it is named.
          {...(role === 'alertdialog' ? { 'aria-describedby': bodyId } : {})}
        >
          <header className={styles.head}>
            <Heading slot="title" className={cx(styles.title)}>
              {title}
            </Heading>
            {dismissable ? <IconButton label="Close" icon={<X aria-hidden />} onPress={onClose} /> : null}
          </header>
          <div id={bodyId} ref={keyboardScroll} className={styles.body}>
            {children}
          </div>
          {footer === undefined ? null : <footer className={styles.foot}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

type ConfirmDialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What will happen and whether it can be undone. */
  readonly children: ReactNode;
  /** The verb: `Delete 3 rows`. */
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly isDangerous?: boolean;
};

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog
      role="alertdialog"
      size="small"
      title={props.title}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <>
          <Button size="large" onPress={props.onClose} autoFocus>
            Cancel
          </Button>
          <Button
            size="large"
            variant={props.isDangerous ? 'danger' : 'primary'}
            onPress={() => {
              props.onConfirm();
              props.onClose();
            }}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}

type FormDialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The verb: `Create request`. */
  readonly submitLabel: string;
  /** The other way out, where “Cancel” could be taken for the verb. */
  readonly closeLabel?: string;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly isSubmitting?: boolean;
  /** Ends what is being submitted; without it, it cannot be cancelled meanwhile. */
  readonly onInterrupt?: () => void;
  /** False while it cannot be submitted at all; what is in the way is shown in the form. */
  readonly canSubmit?: boolean;
  /** Why it was not saved and what to do; stays until the next try. */
  readonly problem?: string | null;
  readonly size?: 'small' | 'normal' | 'wide';
  /** More buttons at the left end of the foot. */
  readonly extra?: ReactNode;
};

/** A form in a dialog; Enter submits, Escape cancels. */
export function FormDialog(props: FormDialogProps) {
  const formId = useId();
  const isBusy = props.isSubmitting ?? false;
  const isHeld = isBusy && props.onInterrupt === undefined;
  const close = (): void => {
    if (isBusy) props.onInterrupt?.();
    props.onClose();
  };
  return (
    <Dialog
      title={props.title}
      isOpen={props.isOpen}
      onClose={close}
      canDismiss={!isHeld}
      {...(props.size === undefined ? {} : { size: props.size })}
      footer={
        <>
          {props.extra}
          <span className={styles.problem} role="alert">
            {props.problem}
          </span>
          <Button size="large" onPress={close} isDisabled={isHeld}>
            {props.closeLabel ?? 'Cancel'}
          </Button>
          <Button
            size="large"
            variant="primary"
            type="submit"
            form={formId}
            isDisabled={props.canSubmit === false}
            isPending={isBusy}
          >
            {props.submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (holdsUnreadable(event.currentTarget)) return;
          props.onSubmit(event);
          showFirstMistake(event.currentTarget);
        }}
      >
        {props.children}
      </form>
    </Dialog>
  );
}
