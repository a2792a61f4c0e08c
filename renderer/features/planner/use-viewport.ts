import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

/** What of the timeline can be seen, rounded outwards so that most scroll events change nothing. */
export type Visible = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

const CHUNK_X = 480;
const CHUNK_Y = 216;

function visibleOf(scroller: HTMLElement): Visible {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroller;
  return {
    left: (Math.floor(scrollLeft / CHUNK_X) - 1) * CHUNK_X,
    right: (Math.ceil((scrollLeft + clientWidth) / CHUNK_X) + 1) * CHUNK_X,
    top: (Math.floor(scrollTop / CHUNK_Y) - 1) * CHUNK_Y,
    bottom: (Math.ceil((scrollTop + clientHeight) / CHUNK_Y) + 1) * CHUNK_Y,
  };
}

function same(a: Visible, b: Visible): boolean {
  return a.left === b.left && a.right === b.right && a.top === b.top && a.bottom === b.bottom;
}

/** The part of the timeline that is to be seen, and the scroller that shows it. */
export type Viewport = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Width of the scroller; 0 before it is in the page. */
  readonly width: number;
  /** The largest width since the window last changed: a panel that opens beside does not change the scale. */
  readonly widest: number;
  readonly visible: Visible;
  readonly onScroll: () => void;
};

/** Follows what a scroller shows; state changes only when another chunk comes into view. */
export function useViewport(): Viewport {
  const scroller = useRef<HTMLDivElement | null>(null);
  const frame = useRef(0);
  const [width, setWidth] = useState(0);
  const [widest, setWidest] = useState(0);
  const [visible, setVisible] = useState<Visible>({ left: 0, right: 0, top: 0, bottom: 0 });
  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const next = visibleOf(element);
    setVisible((now) => (same(now, next) ? now : next));
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => {
      setWidth(element.clientWidth);
      setWidest((now) => Math.max(now, element.clientWidth));
      look();
    };
    // Both at once, so that the timeline is never drawn with the one of before and the other of now.
    const forget = () => {
      setWidth(element.clientWidth);
      setWidest(element.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', forget);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', forget);
    };
  }, [look]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const onScroll = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(look);
  }, [look]);
  return useMemo(() => ({ scroller, width, widest, visible, onScroll }), [width, widest, visible, onScroll]);
}
