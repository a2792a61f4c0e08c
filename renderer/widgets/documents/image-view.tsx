import { RotateCw } from 'lucide-react';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { MediaType } from '../../../shared/schema/document';
import { IconButton } from '../../ui/button';
import { ErrorState } from '../../ui/states';
import styles from './documents.module.css';
import { usePaging } from './use-paging';
import { useWidth } from './use-width';
import { ViewerBar } from './viewer-bar';
import { useZoom, ZoomButtons } from './zoom';

type ImageViewProps = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: MediaType;
  readonly name: string;
  readonly actions: ReactNode;
};

/** A picture with zoom and rotation; dragging moves it. */
export function ImageView({ bytes, mediaType, name, actions }: ImageViewProps) {
  const url = useUrl(bytes, mediaType);
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const width = useWidth(root);
  const [natural, setNatural] = useState<{ readonly width: number; readonly height: number } | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [turns, setTurns] = useState(0);
  const isAside = turns % 2 === 1;
  const across = natural === null ? 1 : isAside ? natural.height : natural.width;
  const along = natural === null ? 1 : isAside ? natural.width : natural.height;
  // Small pictures are shown as they are; large ones shrink to the width.
  const zoom = useZoom(natural === null || width === 0 ? null : Math.min(1, (width - 32) / across));
  const scale = zoom.scale ?? 1;
  usePaging(root);
  const pan = usePan();
  if (isBroken) {
    return (
      <>
        <ViewerBar actions={actions} />
        <ErrorState
          title="This picture is damaged"
          reason="It begins like a picture, but cannot be drawn; often a file like this was cut short while it was sent."
          fix="Ask the partner to send it again. This one is kept unaltered."
        />
      </>
    );
  }
  return (
    <>
      <ViewerBar actions={actions}>
        <ZoomButtons zoom={zoom} />
        <IconButton
          label="Turn the picture"
          icon={<RotateCw aria-hidden />}
          onPress={() => setTurns((now) => (now + 1) % 4)}
        />
      </ViewerBar>
      <div ref={setRoot} className={styles.scroller} tabIndex={0} role="region" aria-label="Picture" {...pan}>
        {url === null ? null : (
          <div className={styles.picture} style={{ width: across * scale, height: along * scale }}>
            <img
              src={url}
              alt={name}
              draggable={false}
              className={styles.pictureImage}
              style={{
                width: (natural?.width ?? 1) * scale,
                height: (natural?.height ?? 1) * scale,
                transform: `translate(-50%, -50%) rotate(${turns * 90}deg)`,
              }}
              onLoad={({ currentTarget }) =>
                setNatural({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
              }
              onError={() => setBroken(true)}
            />
          </div>
        )}
      </div>
    </>
  );
}

function useUrl(bytes: Uint8Array<ArrayBuffer>, type: MediaType): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return url;
}

/** Moves what is scrolled by dragging it with the main button. */
function usePan() {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (from.current === null) return;
      event.currentTarget.scrollBy(from.current.x - event.clientX, from.current.y - event.clientY);
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: () => {
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}
