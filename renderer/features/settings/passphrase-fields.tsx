import { useState } from 'react';
import { TextField } from '../../ui/text-field';

/** Shorter ones are guessed too soon. */
const SHORTEST = 8;

/** A new passphrase as it is being typed, twice. */
export type TypedPassphrase = {
  readonly first: string;
  readonly second: string;
  readonly isTried: boolean;
  type(part: { readonly first?: string; readonly second?: string }): void;
  /** The passphrase when both are the same and it is long enough; else null, and the fields say why. */
  take(): string | null;
};

function tooShort({ first }: Pick<TypedPassphrase, 'first'>): string | null {
  return first.length < SHORTEST ? `Use at least ${SHORTEST} characters.` : null;
}

function differs({ first, second }: Pick<TypedPassphrase, 'first' | 'second'>): string | null {
  return first === second ? null : 'Type the same passphrase again.';
}

/** Keeps what is typed of a new passphrase. */
export function useTypedPassphrase(): TypedPassphrase {
  const [typed, setTyped] = useState({ first: '', second: '' });
  const [isTried, setTried] = useState(false);
  return {
    ...typed,
    isTried,
    type: (part) => setTyped((before) => ({ ...before, ...part })),
    take() {
      setTried(true);
      return tooShort(typed) === null && differs(typed) === null ? typed.first : null;
    },
  };
}

/** The two fields of a new passphrase; `onEdit` is told of every change. */
export function PassphraseFields({
  typed,
  help,
  onEdit,
}: {
  readonly typed: TypedPassphrase;
  readonly help: string;
  readonly onEdit?: () => void;
}) {
  return (
    <>
      <TextField
        label="Passphrase"
        type="password"
        autoComplete="new-password"
        autoFocus
        value={typed.first}
        onChange={(first) => {
          typed.type({ first });
          onEdit?.();
        }}
        help={help}
        error={typed.isTried ? tooShort(typed) : null}
      />
      <TextField
        label="Again"
        type="password"
        autoComplete="new-password"
        value={typed.second}
        onChange={(second) => {
          typed.type({ second });
          onEdit?.();
        }}
        error={typed.isTried ? differs(typed) : null}
      />
    </>
  );
}
