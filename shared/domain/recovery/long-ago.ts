import { Instant } from '../../schema/values';

/** A beginning long enough ago for every search of a feed to be due again. */
export const LONG_AGO = Instant.parse('2000-01-01T00:00:00.000Z');
