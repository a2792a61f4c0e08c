/** A colour as the screen shows it: red, green and blue from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colour that a CSS expression, `var(--text)`, comes to on the page as it is now. */
export function shownColour(expression: string): Rgb {
  const probe = document.createElement('span');
  probe.style.color = expression;
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  // The canvas turns whatever notation the browser computes into the bytes that it would draw.
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.fillStyle = computed;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  if (alpha !== 255) throw new Error(`${expression} is not opaque: ${computed}`);
  return [red / 255, green / 255, blue / 255];
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Kinds of colour vision, as matrices on linear RGB (Machado, Oliveira and Fernandes 2009, full severity). */
export const visions = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** Distance of two colours in OKLab as somebody with that vision sees them; 0.02 is just noticeable. */
export function distance(a: Rgb, b: Rgb, vision: keyof typeof visions): number {
  const [la, aa, ba] = oklab(seen(a, visions[vision]));
  const [lb, ab, bb] = oklab(seen(b, visions[vision]));
  return Math.hypot(la - lb, aa - ab, ba - bb);
}

function seen(colour: Rgb, m: readonly number[]): Rgb {
  const [r, g, b] = colour.map(linear) as [number, number, number];
  const row = (at: number) =>
    Math.min(1, Math.max(0, (m[at] ?? 0) * r + (m[at + 1] ?? 0) * g + (m[at + 2] ?? 0) * b));
  return [row(0), row(3), row(6)];
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
