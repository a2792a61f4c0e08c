import { ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { Button, IconButton } from '../../ui/button';
import { Spoken } from '../../ui/spoken';
import { useCommands } from '../commands';
import styles from './documents.module.css';

/** Zoom of a document: the chosen one, or the one that fits. */
export type Zoom = {
  /** Null until the room is known. */
  readonly scale: number | null;
  readonly isFit: boolean;
  readonly step: (direction: 1 | -1) => void;
  readonly fit: () => void;
};

const LEAST = 0.1;
const MOST = 8;
const FACTOR = 1.25;

/** Keeps a zoom; `fit` is the scale at which the document has the width of its place, null until that is known. */
export function useZoom(fit: number | null): Zoom {
  const [chosen, setChosen] = useState<number | null>(null);
  const scale = chosen ?? fit;
  return {
    scale,
    isFit: chosen === null,
    step: (direction) => {
      if (scale === null) return;
      setChosen(Math.min(MOST, Math.max(LEAST, direction > 0 ? scale * FACTOR : scale / FACTOR)));
    },
    fit: () => setChosen(null),
  };
}

/** Smaller, the present zoom (a press fits the width), larger. */
export function ZoomButtons({ zoom }: { readonly zoom: Zoom }) {
  useCommands('documents.zoom', [
    { id: 'documents.zoom-in', label: 'Zoom in', group: 'Document', shortcut: 'z', run: () => zoom.step(1) },
    {
      id: 'documents.zoom-out',
      label: 'Zoom out',
      group: 'Document',
      shortcut: 'shift+z',
      run: () => zoom.step(-1),
    },
    { id: 'documents.fit', label: 'Fit the width', group: 'Document', shortcut: '0', run: zoom.fit },
  ]);
  const { formatNumber } = useIntl();
  const percent = formatNumber(zoom.scale ?? 1, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <span className={styles.zoom}>
      <IconButton
        label="Zoom out"
        shortcut="⇧Z"
        icon={<ZoomOut aria-hidden />}
        onPress={() => zoom.step(-1)}
      />
      {/* Not switched off while it fits: who has just pressed it would lose her place. */}
      <Button variant="quiet" aria-label={`${percent}, fit the width`} onPress={zoom.fit}>
        {percent}
      </Button>
      <IconButton label="Zoom in" shortcut="Z" icon={<ZoomIn aria-hidden />} onPress={() => zoom.step(1)} />
      <Spoken>{zoom.isFit ? '' : percent}</Spoken>
    </span>
  );
}
