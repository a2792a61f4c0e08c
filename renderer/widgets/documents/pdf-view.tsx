import { RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../ui/button';
import { ErrorState, Skeleton } from '../../ui/states';
import { unseen } from '../../ui/unseen';
import styles from './documents.module.css';
import { type Marks, PdfPage, type PageSize, sizeOf } from './pdf-page';
import { type OpenPdf, openPdf, type PdfProblem } from './pdf-engine';
import { useSearch } from './pdf-search';
import { FindBar } from './find-bar';
import { usePaging } from './use-paging';
import { useWidth } from './use-width';
import { ViewerBar } from './viewer-bar';
import { useZoom, ZoomButtons } from './zoom';

type PdfViewProps = {
  readonly bytes: Uint8Array;
  /** Ways in which the value of the focused field may be written; they are marked on the page. */
  readonly values: readonly string[];
  /** More buttons for the bar. */
  readonly actions: ReactNode;
};

const NO_SIZE: PageSize = { width: 595, height: 842 };

type Opened =
  | { readonly kind: 'open'; readonly open: OpenPdf; readonly first: PageSize }
  | { readonly kind: 'failed'; readonly problem: PdfProblem };

/** A PDF with all its pages, zoom, rotation and search. */
export function PdfView({ bytes, values, actions }: PdfViewProps) {
  const opened = useOpened(bytes);
  if (opened === null) {
    return (
      <>
        <ViewerBar actions={actions} />
        <Skeleton label="Opening the PDF" rows={10} />
      </>
    );
  }
  if (opened.kind === 'failed') {
    return (
      <>
        <ViewerBar actions={actions} />
        <ErrorState {...opened.problem} />
      </>
    );
  }
  return <Pages open={opened.open} first={opened.first} values={values} actions={actions} />;
}

function useOpened(bytes: Uint8Array): Opened | null {
  const [opened, setOpened] = useState<{ readonly of: Uint8Array; readonly what: Opened } | null>(null);
  useEffect(() => {
    let close: (() => void) | null = null;
    let isGone = false;
    async function start(): Promise<void> {
      const result = await openPdf(bytes);
      if (result.ok) close = result.value.close;
      const what: Opened = result.ok
        ? { kind: 'open', open: result.value, first: await firstSize(result.value) }
        : { kind: 'failed', problem: result.error };
      if (isGone) close?.();
      else setOpened({ of: bytes, what });
    }
    void start();
    return () => {
      isGone = true;
      close?.();
    };
  }, [bytes]);
  return opened?.of === bytes ? opened.what : null;
}

async function firstSize(open: OpenPdf): Promise<PageSize> {
  try {
    return sizeOf(await open.pdf.getPage(1), 0);
  } catch {
    // The page will say itself that it cannot be read.
    return NO_SIZE;
  }
}

type PagesProps = {
  readonly open: OpenPdf;
  readonly first: PageSize;
  readonly values: readonly string[];
  readonly actions: ReactNode;
};

/** Room around the pages, in CSS pixels. */
const MARGIN = 32;

function Pages({ open, first, values, actions }: PagesProps) {
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const width = useWidth(root);
  const [turns, setTurns] = useState(0);
  const rotation = turns * 90;
  const usualSize = useMemo(
    () => (turns % 2 === 0 ? first : { width: first.height, height: first.width }),
    [first, turns],
  );
  const fit = width === 0 ? null : Math.max(0.1, (width - MARGIN) / usualSize.width);
  const zoom = useZoom(fit);
  const [search, setSearch] = useState('');
  const hits = useSearch(open, search);
  const [at, setAt] = useState(0);
  const count = open.pdf.numPages;
  const present = usePresentPage(root, count);
  usePaging(root);
  const current = hits?.[at] ?? null;
  const [currentPage, currentHit] = [current?.page ?? null, current?.hit ?? null];
  const marks = useMemo<Marks>(
    () => ({
      search,
      current: currentPage === null || currentHit === null ? null : { page: currentPage, hit: currentHit },
      values,
    }),
    [search, currentPage, currentHit, values],
  );
  useEffect(() => {
    // The page of a hit may not be drawn yet; once it is, it brings the hit itself into view.
    if (currentPage !== null && root !== null)
      pageElement(root, currentPage)?.scrollIntoView({ block: 'nearest' });
  }, [root, currentPage]);
  return (
    <>
      <ViewerBar actions={actions}>
        <FindBar
          search={search}
          onSearch={(text) => {
            setSearch(text);
            setAt(0);
          }}
          hits={hits?.length ?? null}
          at={at}
          onStep={(step) => {
            const all = hits?.length ?? 0;
            if (all > 0) setAt((now) => (now + step + all) % all);
          }}
        />
        <span className={styles.place} aria-live="off">
          <span className={unseen}>Page </span>
          {present} of {count}
        </span>
        <ZoomButtons zoom={zoom} />
        <IconButton
          label="Turn the pages"
          icon={<RotateCw aria-hidden />}
          onPress={() => setTurns((now) => (now + 1) % 4)}
        />
      </ViewerBar>
      <div
        ref={setRoot}
        className={styles.scroller}
        tabIndex={0}
        role="region"
        aria-label={`Pages, ${count} in all`}
      >
        {zoom.scale === null
          ? null
          : Array.from({ length: count }, (_, index) => (
              <PdfPage
                key={index}
                open={open}
                number={index + 1}
                scale={zoom.scale ?? 1}
                rotation={rotation}
                usualSize={usualSize}
                marks={marks}
                root={root}
              />
            ))}
      </div>
    </>
  );
}

function pageElement(root: Element, number: number): Element | null {
  return root.querySelector(`[data-page="${number}"]`);
}

/** Number of the page that fills the middle of the scroller. */
function usePresentPage(root: HTMLElement | null, count: number): number {
  const [present, setPresent] = useState(1);
  const frame = useRef(0);
  useEffect(() => {
    if (root === null) return undefined;
    const element: HTMLElement = root;
    function look(): void {
      const middle = element.getBoundingClientRect().top + element.clientHeight / 2;
      const pages = [...element.querySelectorAll('[data-page]')];
      const begun = pages.filter((page) => page.getBoundingClientRect().top <= middle);
      setPresent(Math.min(count, Math.max(1, begun.length)));
    }
    function scroll(): void {
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(look);
    }
    element.addEventListener('scroll', scroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame.current);
      element.removeEventListener('scroll', scroll);
    };
  }, [root, count]);
  return present;
}
