/** Why a file could not be read at all; nothing of it was taken. */
export type FileProblem = { readonly message: string; readonly fix: string };
