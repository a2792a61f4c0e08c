import { createContext } from 'react';

/** Which heading the title of a section is: one below the title of what it stands in, a page or an inspector. */
export const SectionHeading = createContext<'h2' | 'h3'>('h2');
