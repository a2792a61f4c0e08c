import { ChevronDown, ChevronUp } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../ui/button';
import { SearchField } from '../../ui/search-field';
import { useCommands } from '../commands';
import styles from './documents.module.css';

type FindBarProps = {
  readonly search: string;
  readonly onSearch: (text: string) => void;
  /** How many hits there are; null while the pages are read. */
  readonly hits: number | null;
  /** Which hit is the present one, from 0. */
  readonly at: number;
  readonly onStep: (step: 1 | -1) => void;
};

/** Searches the text of a document: `/` goes there, Enter to the next hit, Shift Enter back. */
export function FindBar({ search, onSearch, hits, at, onStep }: FindBarProps) {
  const input = useRef<HTMLInputElement>(null);
  useCommands('documents.find', [
    {
      id: 'documents.find',
      label: 'Search in the document',
      group: 'Document',
      shortcut: '/',
      menuCommand: 'edit.find',
      run: () => input.current?.select(),
    },
  ]);
  return (
    <span className={styles.find}>
      <SearchField
        label="Search in the document"
        placeholder="Search  /"
        inputRef={input}
        value={search}
        onChange={onSearch}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else event.continuePropagation();
        }}
      />
      {search.trim() === '' ? null : (
        <>
          <span className={styles.hits} role="status">
            {hits === null ? 'Reading' : hits === 0 ? 'Not found' : `${at + 1} of ${hits}`}
          </span>
          <IconButton
            size="small"
            label="Hit before"
            icon={<ChevronUp aria-hidden />}
            onPress={() => onStep(-1)}
          />
          <IconButton
            size="small"
            label="Next hit"
            icon={<ChevronDown aria-hidden />}
            onPress={() => onStep(1)}
          />
        </>
      )}
    </span>
  );
}
