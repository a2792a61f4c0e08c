import '../../../renderer/ui/styles';
import { beforeEach, describe, expect, it } from 'vitest';
import { contrast, distance, shownColour, visions } from './colour';

const surfaces = ['--surface', '--surface-rail', '--surface-overlay', '--hover', '--active'];
const tints = ['--selected', '--accent-fill-strong'];
const hues = ['green', 'amber', 'red', 'blue'];
const charts = Array.from({ length: 8 }, (_, at) => `--chart-${at + 1}`);

const texts: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['--text', [...surfaces, ...tints]],
  ['--text-secondary', [...surfaces, ...tints]],
  ['--text-faint', [...surfaces, ...tints]],
  ['--accent-text', ['--surface', '--surface-rail', '--accent-fill', '--hover']],
  ['--on-accent', ['--accent', '--accent-hover', '--accent-pressed']],
  ['--on-danger', ['--danger', '--danger-hover']],
  ['--n-1', ['--n-12']],
  ...hues.map((hue) => [`--${hue}-text`, ['--surface', '--surface-overlay', `--${hue}-fill`]] as const),
  ...hues.map((hue) => ['--text', [`--${hue}-fill`]] as const),
];

const lines: readonly (readonly [line: string, grounds: readonly string[]])[] = [
  ['--line-meaning', ['--surface', '--surface-rail', '--hover', '--selected']],
  ['--focus', ['--surface', '--surface-rail', '--surface-overlay', '--hover', ...tints]],
  ['--accent', ['--surface', '--surface-rail']],
  ...hues.map((hue) => [`--${hue}-line`, ['--surface', '--surface-rail', '--hover', '--selected']] as const),
  ...charts.map((chart) => [chart, ['--surface']] as const),
];

function pairs(
  rules: typeof texts,
): { readonly front: string; readonly back: string; readonly ratio: number }[] {
  return rules.flatMap(([front, grounds]) =>
    grounds.map((back) => ({
      front,
      back,
      ratio: contrast(shownColour(`var(${front})`), shownColour(`var(${back})`)),
    })),
  );
}

describe.each(['light', 'dark'] as const)('tokens of the %s theme', (theme) => {
  beforeEach(() => {
    document.documentElement.dataset['theme'] = theme;
  });

  it('[look] gives every text at least 4.5:1', () => {
    expect(pairs(texts).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  it('[look] gives every meaningful line at least 3:1', () => {
    expect(pairs(lines).filter(({ ratio }) => ratio < 3)).toEqual([]);
  });

  it('[look] keeps the eight chart colours apart for every kind of colour vision', () => {
    const colours = charts.map((name) => ({ name, rgb: shownColour(`var(${name})`) }));
    const close = (Object.keys(visions) as (keyof typeof visions)[]).flatMap((vision) =>
      colours.flatMap((a, at) =>
        colours.slice(at + 1).flatMap((b) => {
          const apart = distance(a.rgb, b.rgb, vision);
          return apart < 0.1 ? [`${vision}: ${a.name} and ${b.name} ${apart.toFixed(3)}`] : [];
        }),
      ),
    );
    expect(close).toEqual([]);
  });
});

describe('tokens', () => {
  it('[look] sets row heights by density', () => {
    const rowOf = (density: string) => {
      document.documentElement.dataset['density'] = density;
      return getComputedStyle(document.documentElement).getPropertyValue('--row').trim();
    };
    expect(['compact', 'normal', 'roomy'].map(rowOf)).toEqual(['28px', '32px', '40px']);
    delete document.documentElement.dataset['density'];
  });

  it('[look] can fail: grey on grey is too faint', () => {
    expect(contrast(shownColour('oklch(0.7 0 0)'), shownColour('oklch(0.8 0 0)'))).toBeLessThan(4.5);
  });
});
