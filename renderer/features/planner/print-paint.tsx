import { PlanStatus } from '../../../shared/schema/plan';
import { textWidth } from './bar-text';

const SCREEN_SIZE = 12;

/** Measures a text in points at a size in points. */
export function atSize(points: number): (text: string) => number {
  return (text) => (textWidth(text) * points) / SCREEN_SIZE;
}

/** The fill of a status where there are no colours. */
export function pattern(status: PlanStatus, mono: boolean): { readonly style?: { readonly fill: string } } {
  return mono ? { style: { fill: `url(#planner-pattern-${status})` } } : {};
}

/** The patterns that `pattern` names; each page brings its own. */
export function Patterns() {
  return (
    <defs>
      {PlanStatus.options.map((status) => (
        <pattern
          key={status}
          id={`planner-pattern-${status}`}
          width={4}
          height={4}
          patternUnits="userSpaceOnUse"
        >
          <rect width={4} height={4} fill="white" />
          {marks[status]}
        </pattern>
      ))}
    </defs>
  );
}

const ink = { stroke: 'black', strokeWidth: 0.35, fill: 'none' } as const;

const marks = {
  idea: null,
  planned: <circle cx={1} cy={1} r={0.4} fill="black" />,
  committed: <path d="M-1 1l2 -2M0 4l4 -4M3 5l2 -2" {...ink} />,
  running: <path d="M0 2h4" {...ink} />,
  done: <rect width={4} height={4} fill="black" fillOpacity={0.18} />,
  cancelled: <path d="M0 0l4 4M4 0l-4 4" {...ink} />,
} as const;
