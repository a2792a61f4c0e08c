import styles from './gallery.module.css';
import { Sample } from './sample';

const groups = {
  Neutral: Array.from({ length: 12 }, (_, at) => `--n-${at + 1}`),
  Accent: [
    '--accent',
    '--accent-hover',
    '--accent-text',
    '--accent-line',
    '--accent-fill',
    '--accent-fill-strong',
  ],
  States: ['green', 'amber', 'red', 'blue'].flatMap((hue) => [
    `--${hue}-text`,
    `--${hue}-line`,
    `--${hue}-fill`,
  ]),
  Chart: Array.from({ length: 8 }, (_, at) => `--chart-${at + 1}`),
};

/** Every colour token. */
export function ColourSamples() {
  return (
    <>
      {Object.entries(groups).map(([title, names]) => (
        <Sample key={title} title={title}>
          {names.map((name) => (
            <div key={name} className={styles.swatch}>
              <div className={styles.colour} style={{ background: `var(${name})` }} />
              {name}
            </div>
          ))}
        </Sample>
      ))}
    </>
  );
}
