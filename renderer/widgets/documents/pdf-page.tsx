import { causeText } from '../../../shared/lib/cause';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import styles from './documents.module.css';
import { markRanges, rangesIn } from './marked-text';
import type { OpenPdf } from './pdf-engine';

/** Size of a page before zoom, in CSS pixels. */
export type PageSize = { readonly width: number; readonly height: number };

/** What to mark on the pages. */
export type Marks = {
  /** What the person searches for; empty for nothing. */
  readonly search: string;
  /** Which hit is the present one, by page and number on it. */
  readonly current: { readonly page: number; readonly hit: number } | null;
  /** Ways in which the value of a field may be written. */
  readonly values: readonly string[];
};

type PdfPageProps = {
  readonly open: OpenPdf;
  /** From 1. */
  readonly number: number;
  readonly scale: number;
  readonly rotation: number;
  /** Size to keep free until the page itself is read. */
  readonly usualSize: PageSize;
  readonly marks: Marks;
  readonly root: Element | null;
};

/** Canvases larger than this are drawn smaller and stretched; Chromium fails on huge ones. */
const MAX_CANVAS_PIXELS = 16_777_216;

/** One page of a PDF: drawn once it is near the part that is seen, let go when it is far. */
export function PdfPage(props: PdfPageProps) {
  const { open, number, scale, rotation, usualSize, root } = props;
  const box = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(box, root);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!isNear || page !== null) return undefined;
    let isGone = false;
    open.pdf.getPage(number).then(
      (found) => {
        if (!isGone) setPage(found);
      },
      (cause: unknown) => {
        if (!isGone) setProblem(causeText(cause));
      },
    );
    return () => {
      isGone = true;
    };
  }, [isNear, open, number, page]);
  const size = page === null ? usualSize : sizeOf(page, rotation);
  const style: CSSProperties & Record<'--total-scale-factor', number> = {
    width: Math.floor(size.width * scale),
    height: Math.floor(size.height * scale),
    '--total-scale-factor': scale,
  };
  return (
    <div
      ref={box}
      className={styles.page}
      style={style}
      data-page={number}
      role="group"
      aria-label={`Page ${number}`}
    >
      {problem === null ? null : (
        <p className={styles.pageProblem} role="alert">
          Page {number} cannot be shown ({problem}). The other pages are not affected; save a copy to look at
          it in another program.
        </p>
      )}
      {isNear && page !== null && problem === null ? (
        <DrawnPage {...props} page={page} onProblem={setProblem} />
      ) : null}
    </div>
  );
}

/** Size of a page as it stands after turning it. */
export function sizeOf(page: PDFPageProxy, rotation: number): PageSize {
  const { width, height } = page.getViewport({ scale: 1, rotation: (page.rotate + rotation) % 360 });
  return { width, height };
}

type DrawnPageProps = PdfPageProps & {
  readonly page: PDFPageProxy;
  readonly onProblem: (problem: string) => void;
};

function DrawnPage({ open, page, number, scale, rotation, marks, onProblem }: DrawnPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [spans, setSpans] = useState<readonly HTMLElement[]>([]);
  const [isDrawn, setDrawn] = useState(false);

  useEffect(() => {
    const target = canvas.current;
    if (target === null) return undefined;
    const viewport = page.getViewport({ scale, rotation: (page.rotate + rotation) % 360 });
    const pixels = viewport.width * viewport.height;
    const density = Math.min(window.devicePixelRatio, Math.sqrt(MAX_CANVAS_PIXELS / Math.max(1, pixels)));
    // Drawn aside and shown when done, so that zooming does not flash white.
    const drawn = document.createElement('canvas');
    drawn.width = Math.max(1, Math.floor(viewport.width * density));
    drawn.height = Math.max(1, Math.floor(viewport.height * density));
    const task = page.render({ canvas: drawn, viewport, transform: [density, 0, 0, density, 0, 0] });
    task.promise.then(
      () => {
        target.width = drawn.width;
        target.height = drawn.height;
        target.getContext('2d')?.drawImage(drawn, 0, 0);
        setDrawn(true);
      },
      (cause: unknown) => {
        if (cause instanceof Error && cause.name === 'RenderingCancelledException') return;
        onProblem(causeText(cause));
      },
    );
    return () => task.cancel();
  }, [page, scale, rotation, onProblem]);

  useEffect(() => {
    const container = layer.current;
    if (container === null) return undefined;
    container.replaceChildren();
    const text = new open.pdfjs.TextLayer({
      textContentSource: page.streamTextContent(),
      container,
      viewport: page.getViewport({ scale, rotation: (page.rotate + rotation) % 360 }),
    });
    let isGone = false;
    text.render().then(
      () => {
        if (!isGone) setSpans([...text.textDivs]);
      },
      // Without its text the page is still readable; only searching and copying are missing.
      () => undefined,
    );
    return () => {
      isGone = true;
      text.cancel();
    };
  }, [open, page, scale, rotation]);

  useMarks(spans, number, marks);
  return (
    <>
      <canvas ref={canvas} className={styles.canvas} data-drawn={isDrawn} aria-hidden="true" />
      <div ref={layer} className={styles.textLayer} />
    </>
  );
}

function useMarks(spans: readonly HTMLElement[], number: number, { search, current, values }: Marks): void {
  const present = current?.page === number ? current.hit : null;
  useEffect(() => {
    const found = rangesIn(spans, [search]);
    const now = present === null ? undefined : found[present];
    const takeAway = [
      markRanges(
        'document-found',
        found.filter((range) => range !== now),
      ),
      markRanges('document-current', now === undefined ? [] : [now]),
    ];
    now?.startContainer.parentElement?.scrollIntoView({ block: 'center', inline: 'nearest' });
    return () => {
      for (const take of takeAway) take();
    };
  }, [spans, search, present]);
  useEffect(() => {
    const found = rangesIn(spans, values);
    found[0]?.startContainer.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return markRanges('document-value', found);
  }, [spans, values]);
}

function useIsNear(box: { readonly current: Element | null }, root: Element | null): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (box.current === null || root === null) return undefined;
    const watch = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      root,
      rootMargin: '120% 0px',
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [box, root]);
  return isNear;
}
