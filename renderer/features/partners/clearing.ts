/** Wraps the setters of a form: what was refused is being put right, so `clear` takes the refusal away first. */
export function clearing(clear: () => void): <T>(set: (value: T) => void) => (value: T) => void {
  return (set) => (value) => {
    clear();
    set(value);
  };
}
