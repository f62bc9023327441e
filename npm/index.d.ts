import { Letopis } from "./letopis.js";

export type * from "./letopis.js";
export { Letopis } from "./letopis.js";

/**
 * Opens the models of the package. With `nested`, as it is by default, all types of mentions are found, one in another;
 * without it names alone, each once: what `corpus` and `export` of the command line do.
 */
export function open(options?: { nested?: boolean }): Promise<Letopis>;
