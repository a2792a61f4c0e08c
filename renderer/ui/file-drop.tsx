import { FileUp } from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from './button';
import { cx } from './cx';
import styles from './file-drop.module.css';

type FileDropProps = {
  /** What may be dropped, for the person: `Drop invoices and photos here`. */
  readonly title: string;
  readonly help?: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
  /** Media types or extensions for the picker; dropped files are judged by the caller, by their bytes. */
  readonly accept?: readonly string[];
  readonly allowsMany?: boolean;
  /** Also takes files pasted anywhere in the window while it is shown. */
  readonly takesPaste?: boolean;
  /** While the last ones are worked on no others are taken; the keyboard stays where it is. */
  readonly isBusy?: boolean;
  /** `line` for the foot of a list, `box` for an empty place. */
  readonly shape?: 'box' | 'line';
};

/** Takes files by drag and drop, by paste, and through the picker. */
export function FileDrop(props: FileDropProps) {
  const { onFiles, allowsMany, isBusy = false } = props;
  const { isOver, handlers } = useFileDrop(onFiles, isBusy);
  usePastedFiles(onFiles, (props.takesPaste ?? false) && !isBusy);
  return (
    <div
      className={cx(styles.drop, styles[props.shape ?? 'box'], isOver && styles.over)}
      role="group"
      aria-label={props.title}
      {...handlers}
    >
      <FileUp aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <div className={styles.title}>{props.title}</div>
        {props.help === undefined ? null : <div className={styles.help}>{props.help}</div>}
      </div>
      <FileTrigger
        allowsMultiple={allowsMany ?? true}
        {...(props.accept === undefined ? {} : { acceptedFileTypes: props.accept })}
        onSelect={(list) => {
          const files = [...(list ?? [])];
          if (files.length > 0) onFiles(files);
        }}
      >
        <Button isPending={isBusy}>{allowsMany === false ? 'Choose a file' : 'Choose files'}</Button>
      </FileTrigger>
    </div>
  );
}

type FileDropHandlers = {
  readonly onDragEnter: (event: DragEvent<HTMLElement>) => void;
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
  readonly onDragLeave: (event: DragEvent<HTMLElement>) => void;
  readonly onDrop: (event: DragEvent<HTMLElement>) => void;
};

/** Makes any element (a whole screen, a row) take dropped files; `isOver` tells when to show it. */
export function useFileDrop(
  onFiles: (files: readonly File[]) => void,
  isDisabled: boolean,
): { readonly isOver: boolean; readonly handlers: FileDropHandlers } {
  // Enter and leave also come from children, so they are counted.
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  function takes(event: DragEvent<HTMLElement>): boolean {
    return !isDisabled && event.dataTransfer.types.includes('Files');
  }
  useEffect(() => {
    // A drop on a place inside this one does not get here, and a drag may end anywhere.
    function end(): void {
      depth.current = 0;
      setOver(false);
    }
    window.addEventListener('drop', end, { capture: true });
    window.addEventListener('dragend', end, { capture: true });
    return () => {
      window.removeEventListener('drop', end, { capture: true });
      window.removeEventListener('dragend', end, { capture: true });
    };
  }, []);
  return {
    isOver,
    handlers: {
      onDragEnter: (event) => {
        if (!takes(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: (event) => {
        if (!takes(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      },
      onDrop: (event) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.stopPropagation();
        depth.current = 0;
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(files);
      },
    },
  };
}

function usePastedFiles(onFiles: (files: readonly File[]) => void, isOn: boolean): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  }, [onFiles]);
  useEffect(() => {
    if (!isOn) return undefined;
    function paste(event: ClipboardEvent): void {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    }
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [isOn]);
}
