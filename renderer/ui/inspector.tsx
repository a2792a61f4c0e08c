import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { IconButton } from './button';
import { SectionHeading } from './heading-level';
import styles from './inspector.module.css';
import { keyboardScroll } from './keyboard-scroll';
import { isNumber, useRemembered } from './remembered';

const NARROWEST = 280;
const WIDEST = 720;
const USUAL = 360;
const STEP = 16;

type InspectorProps = {
  readonly title: string;
  /** Above the title: the record's number. */
  readonly eyebrow?: ReactNode;
  /** Beside the close button: a menu, previous and next. */
  readonly actions?: ReactNode;
  /** Stays at the bottom: the decision buttons. */
  readonly footer?: ReactNode;
  readonly onClose: () => void;
  /** Screens with the same name share one remembered width. */
  readonly name?: string;
  readonly children: ReactNode;
};

/** The panel at the right that shows one record beside its list; its left edge drags, or moves by arrow keys. */
export function Inspector({ title, eyebrow, actions, footer, onClose, name, children }: InspectorProps) {
  const [width, setWidth] = useRemembered(`inspector.${name ?? 'main'}`, USUAL, isNumber);
  const [dragged, setDragged] = useState<number | null>(null);
  const from = useRef({ x: 0, width: 0 });
  const shown = dragged ?? width;

  function startDrag(event: PointerEvent<HTMLDivElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
    setDragged(width);
  }

  function drag(event: PointerEvent<HTMLDivElement>): void {
    if (dragged !== null) setDragged(clampWidth(from.current.width + from.current.x - event.clientX));
  }

  function endDrag(): void {
    if (dragged !== null) setWidth(dragged);
    setDragged(null);
  }

  function byKey(event: KeyboardEvent<HTMLDivElement>): void {
    const next = widthAfterKey(event.key, width);
    if (next === null) return;
    event.preventDefault();
    setWidth(next);
  }

  return (
    <aside
      className={styles.inspector}
      style={{ width: shown }}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div
        className={styles.splitter}
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the inspector"
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        aria-valuenow={shown}
        tabIndex={0}
        onPointerDown={startDrag}
        onPointerMove={drag}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
        onKeyDown={byKey}
        onDoubleClick={() => setWidth(USUAL)}
      />
      <header className={styles.head}>
        <div className={styles.names}>
          {eyebrow === undefined ? null : <div className={styles.eyebrow}>{eyebrow}</div>}
          <h2 className={styles.title}>{title}</h2>
        </div>
        {actions}
        <IconButton label="Close" shortcut="Esc" icon={<X aria-hidden />} onPress={onClose} />
      </header>
      <div ref={keyboardScroll} className={styles.body}>
        <SectionHeading.Provider value="h3">{children}</SectionHeading.Provider>
      </div>
      {footer === undefined ? null : <footer className={styles.foot}>{footer}</footer>}
    </aside>
  );
}

function clampWidth(width: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));
}

function widthAfterKey(key: string, width: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return clampWidth(width + STEP);
    case 'ArrowRight':
      return clampWidth(width - STEP);
    case 'Home':
      return WIDEST;
    case 'End':
      return NARROWEST;
    case 'Enter':
      return USUAL;
    default:
      return null;
  }
}
