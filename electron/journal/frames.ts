import { crc32 } from './crc';
import { type DiskFile, readWhatCanBe } from './disk';

/** No text can hold it (FF and FE are not UTF-8), so that the next frame behind damage is found for certain. */
const MARKER = Buffer.from([0xff, 0x4a, 0xfe, 0x0a]);
/** marker 4 | length 4 | number 8 | CRC-32 of length, number and payload 4 */
export const FRAME_HEAD = 20;
const CHUNK = 256 * 1024;

/** The largest payload of one frame. */
const MAX_PAYLOAD = 256 * 1024 * 1024;

/** A whole frame of a file, from `at` to `end`. */
export type Frame = {
  readonly kind: 'frame';
  readonly at: number;
  readonly end: number;
  readonly n: number;
  /** The bytes before the payload: marker, length, number and CRC. */
  readonly head: Buffer;
  readonly payload: Buffer;
};

/** Bytes of a file that are no frame. */
export type Damage = { readonly kind: 'damage'; readonly at: number; readonly end: number };

/** A frame as bytes: its number and its payload, so that both can be trusted when they are read again. */
export function encodeFrame(n: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEAD + payload.byteLength);
  frame.set(MARKER, 0);
  frame.writeUInt32BE(payload.byteLength, 4);
  frame.writeUInt16BE(0, 8);
  frame.writeUIntBE(n, 10, 6);
  frame.set(payload, FRAME_HEAD);
  frame.writeUInt32BE(crc32(frame.subarray(FRAME_HEAD), crc32(frame.subarray(4, 16))), 16);
  return frame;
}

/** Reads frame after frame from a place on; what cannot be read is told as damage, and the next good frame follows. */
export async function* readFrames(file: DiskFile, from: number): AsyncGenerator<Frame | Damage> {
  const size = await file.size();
  const window = openWindow(file, size);
  let at = from;
  let damagedFrom: number | null = null;
  while (at < size) {
    const frame = await frameAt(window, at, size);
    if (frame === null) {
      damagedFrom ??= at;
      at = await nextMarker(window, at + 1, size);
      continue;
    }
    if (damagedFrom !== null) yield { kind: 'damage', at: damagedFrom, end: at };
    damagedFrom = null;
    yield frame;
    at = frame.end;
  }
  if (damagedFrom !== null) yield { kind: 'damage', at: damagedFrom, end: size };
}

type Window = (at: number, length: number) => Promise<Buffer>;

/** Reads ahead in chunks; a new buffer each time, so that payloads handed out stay as they are. */
function openWindow(file: DiskFile, size: number): Window {
  let start = 0;
  let held: Buffer = Buffer.alloc(0);
  return async (at, length) => {
    const end = Math.min(at + length, size);
    if (at < start || end > start + held.byteLength) {
      held = await readWhatCanBe(file, at, Math.min(Math.max(end - at, CHUNK), size - at));
      start = at;
    }
    return held.subarray(at - start, end - start);
  };
}

async function frameAt(window: Window, at: number, size: number): Promise<Frame | null> {
  const head = await window(at, FRAME_HEAD);
  if (head.byteLength < FRAME_HEAD || !head.subarray(0, 4).equals(MARKER)) return null;
  const length = head.readUInt32BE(4);
  const end = at + FRAME_HEAD + length;
  if (length > MAX_PAYLOAD || end > size) return null;
  const payload = await window(at + FRAME_HEAD, length);
  if (payload.byteLength < length) return null;
  const crc = head.readUInt32BE(16);
  if (crc32(payload, crc32(head.subarray(4, 16))) !== crc) return null;
  return { kind: 'frame', at, end, n: head.readUIntBE(10, 6), head, payload };
}

async function nextMarker(window: Window, from: number, size: number): Promise<number> {
  for (let at = from; at < size; at += CHUNK - MARKER.byteLength) {
    const found = (await window(at, CHUNK)).indexOf(MARKER);
    if (found >= 0) return at + found;
  }
  return size;
}
