export type { CompleteCase } from './shell.js';
export { type ShellStart, startShell, type WrapConnectors } from './start-shell.js';
