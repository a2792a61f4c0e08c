import fc from 'fast-check';

// That a change is noticed is all that counts here; the smallest case that shows it would take most of the time.
fc.configureGlobal({ endOnFailure: true });
