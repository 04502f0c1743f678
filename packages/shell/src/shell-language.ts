import { completeStatement } from './completion/complete.js';
import { completeCommand } from './completion/complete-command.js';
import type { Completion } from './completion/completion.js';
import { cursorContext } from './completion/cursor-context.js';
import { hintAt } from './completion/hint.js';
import type { StyledSpan } from './editor/lay-out.js';
import type { EditorLanguage } from './editor/line-editor.js';
import { highlight } from './highlight.js';
import { Shell } from './shell.js';
import { commandBehind } from './shell-piece.js';

/** What the editor knows of statements and commands, from the session as it stands. */
export class ShellLanguage implements EditorLanguage {
  constructor(private readonly shell: Shell) {}

  isComplete(text: string): boolean {
    return Shell.isComplete(text);
  }

  highlight(text: string): readonly StyledSpan[] {
    return highlight(text);
  }

  complete(text: string, cursor: number): Completion {
    const environment = this.shell.session.state;
    const start = commandBehind(`${text.slice(0, cursor)}${/\\$/.test(text.slice(0, cursor)) ? '?' : ''}`);
    if (start === undefined) return completeStatement(cursorContext(text, cursor), environment);
    return completeCommand(text, { start, cursor, folder: this.shell.folder }, environment);
  }

  hint(text: string, cursor: number): string | undefined {
    return hintAt(text, cursor, this.shell.session.state);
  }
}
