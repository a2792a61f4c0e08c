import { File, FileSpreadsheet, FileText, Image } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FormattedNumber } from 'react-intl';
import { assertNever } from '../../shared/lib/assert-never';
import type { DocumentReview, MediaType, StoredDocument } from '../../shared/schema/document';
import { Status, type StatusTone } from '../ui/status';
import { useDesk } from './desk-context';
import styles from './document-thumb.module.css';

/** Image types that every Chromium can draw; the others get an icon. */
const drawable: readonly MediaType[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** A stored document at a glance: a small picture or its kind, name, size and review (POP-6). */
export function DocumentThumb({ document }: { readonly document: StoredDocument }) {
  const review = reviewStatus(document.review);
  return (
    <span className={styles.thumb}>
      <span className={styles.picture}>
        <Picture document={document} />
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{document.name}</span>
        <span className={styles.meta}>
          {mediaWords[document.mediaType]} · <FileSize bytes={document.size} />
        </span>
      </span>
      <Status tone={review.tone}>{review.word}</Status>
    </span>
  );
}

/** What a reviewer said of a document (POP-6). */
export function reviewStatus(review: DocumentReview): { readonly tone: StatusTone; readonly word: string } {
  switch (review.kind) {
    case 'unreviewed':
      return { tone: 'neutral', word: 'Not reviewed' };
    case 'accepted':
      return { tone: 'good', word: 'Accepted' };
    case 'changes-requested':
      return { tone: 'waiting', word: 'Changes requested' };
    default:
      return assertNever(review);
  }
}

/** A size in bytes, kB or MB. */
export function FileSize({ bytes }: { readonly bytes: number }) {
  if (bytes < 1000) return <FormattedNumber value={bytes} style="unit" unit="byte" />;
  if (bytes < 1_000_000)
    return <FormattedNumber value={bytes / 1000} style="unit" unit="kilobyte" maximumFractionDigits={0} />;
  return <FormattedNumber value={bytes / 1_000_000} style="unit" unit="megabyte" maximumFractionDigits={1} />;
}

function Picture({ document }: { readonly document: StoredDocument }) {
  const url = useBlobUrl(document);
  if (url !== null) return <img src={url} alt="" className={styles.image} />;
  if (document.mediaType.startsWith('image/')) return <Image aria-hidden />;
  if (document.mediaType === 'application/pdf' || document.mediaType === 'text/plain')
    return <FileText aria-hidden />;
  if (document.mediaType === 'text/csv' || document.mediaType.includes('spreadsheet'))
    return <FileSpreadsheet aria-hidden />;
  return <File aria-hidden />;
}

/** An address for the bytes of an image; null for other kinds and until they are read. */
function useBlobUrl({ sha256, mediaType }: StoredDocument): string | null {
  const { store } = useDesk();
  const [url, setUrl] = useState<string | null>(null);
  const isDrawable = drawable.includes(mediaType);
  useEffect(() => {
    if (!isDrawable) return undefined;
    let made: string | null = null;
    let isGone = false;
    void store.blob(sha256).then((bytes) => {
      if (isGone || bytes === undefined) return;
      made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
      setUrl(made);
    });
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [store, sha256, mediaType, isDrawable]);
  return url;
}

const mediaWords = {
  'application/pdf': 'PDF',
  'image/png': 'PNG image',
  'image/jpeg': 'JPEG image',
  'image/webp': 'WebP image',
  'image/gif': 'GIF image',
  'image/tiff': 'TIFF image',
  'image/heic': 'HEIC image',
  'application/zip': 'ZIP archive',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Spreadsheet',
  'application/xml': 'XML',
  'text/csv': 'CSV',
  'text/plain': 'Text',
  'application/octet-stream': 'Unknown kind',
} as const satisfies Record<MediaType, string>;
