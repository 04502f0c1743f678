export { type ShellStart, startShell } from './start-shell.js';
