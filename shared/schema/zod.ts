import * as z from 'zod';

// The page's content security policy forbids `new Function`, which zod probes unless told not to; this
// must run before the first schema is made, so every schema takes `z` from here.
z.config({ jitless: true });

export { z };
