import type { Session } from '@tsql/session';
import type { Completion } from './completion/completion.js';
import type { StyledSpan } from './editor/lay-out.js';
import type { EditorLanguage } from './editor/line-editor.js';
import { highlight } from './highlight.js';
import { Shell } from './shell.js';

/** What the editor knows of statements and commands, from the session as it stands. */
export class ShellLanguage implements EditorLanguage {
  constructor(readonly session: Session) {}

  isComplete(text: string): boolean {
    return Shell.isComplete(text);
  }

  highlight(text: string): readonly StyledSpan[] {
    return highlight(text);
  }

  complete(_text: string, cursor: number): Completion {
    return { from: cursor, to: cursor, candidates: [] };
  }

  hint(): string | undefined {
    return undefined;
  }
}
