import type { EditBuffer } from './edit-buffer.js';

/** What keys do to the text. */
export interface EditKey {
  readonly keys: readonly string[];
  readonly doc: string;
  readonly run: (buffer: EditBuffer) => void;
}

/** The keys that edit, as in other shells (Emacs' keys). `\keys` lists them. */
export const EDIT_KEYS: readonly EditKey[] = [
  { keys: ['left', 'ctrl+b'], doc: 'one character back', run: (buffer) => buffer.left() },
  { keys: ['right', 'ctrl+f'], doc: 'one character on', run: (buffer) => buffer.right() },
  { keys: ['alt+b', 'ctrl+left', 'alt+left'], doc: 'one word back', run: (buffer) => buffer.wordLeft() },
  { keys: ['alt+f', 'ctrl+right', 'alt+right'], doc: 'one word on', run: (buffer) => buffer.wordRight() },
  { keys: ['home', 'ctrl+a'], doc: 'to the start of the line', run: (buffer) => buffer.lineStart() },
  { keys: ['end', 'ctrl+e'], doc: 'to the end of the line', run: (buffer) => buffer.lineEnd() },
  { keys: ['ctrl+home', 'alt+<'], doc: 'to the start of the statement', run: (buffer) => buffer.moveTo(0) },
  { keys: ['ctrl+end', 'alt+>'], doc: 'to its end', run: (buffer) => buffer.moveTo(buffer.text.length) },
  { keys: ['backspace', 'ctrl+h'], doc: 'delete the character before', run: (buffer) => buffer.deleteLeft() },
  { keys: ['delete'], doc: 'delete the character here', run: (buffer) => buffer.deleteRight() },
  { keys: ['ctrl+w', 'alt+backspace'], doc: 'cut the word before', run: (buffer) => buffer.cutWordLeft() },
  { keys: ['alt+d', 'ctrl+delete'], doc: 'cut the word behind', run: (buffer) => buffer.cutWordRight() },
  { keys: ['ctrl+k'], doc: 'cut to the end of the line', run: (buffer) => buffer.cutToLineEnd() },
  { keys: ['ctrl+u'], doc: 'cut to the start of the line', run: (buffer) => buffer.cutToLineStart() },
  { keys: ['ctrl+y'], doc: 'put back what was cut', run: (buffer) => buffer.paste() },
  { keys: ['ctrl+_', 'ctrl+z'], doc: 'undo', run: (buffer) => buffer.undo() },
  { keys: ['alt+_', 'alt+r'], doc: 'do again', run: (buffer) => buffer.redo() },
  {
    keys: ['alt+return', 'enter'],
    doc: 'a new line, also where Enter would run',
    run: (buffer) => buffer.insert('\n'),
  },
];

/** What the editor itself does with keys, for `\keys`. */
export const EDITOR_KEYS: readonly { readonly keys: readonly string[]; readonly doc: string }[] = [
  { keys: ['return'], doc: 'run the statement if it is whole, else a new line' },
  { keys: ['tab'], doc: 'complete; again: choose from the list, shift+tab backwards' },
  { keys: ['up', 'ctrl+p'], doc: 'the line above, from the first one the statement before' },
  { keys: ['down', 'ctrl+n'], doc: 'the line below, from the last one the statement behind' },
  { keys: ['ctrl+r'], doc: 'search earlier statements' },
  { keys: ['ctrl+l'], doc: 'clear the screen' },
  { keys: ['ctrl+c'], doc: 'drop the statement; stop a running one' },
  { keys: ['ctrl+d'], doc: 'leave, where nothing is typed' },
];
