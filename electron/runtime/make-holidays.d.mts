/** Countries with a file; a playbook that names another one is told to add it here. */
export declare const countries: readonly string[];
/** First and last year that the files cover. */
export declare const years: { readonly first: number; readonly last: number };
/** Public holidays of a country as date to name, sorted; half days are working days. */
export declare function holidaysOf(country: string): Record<string, string>;
/** Every file of the folder by name, with its text. */
export declare function holidayFiles(): Map<string, string>;
/** Brings a folder up to date and says how many files changed. */
export declare function writeHolidays(folder: string): number;
