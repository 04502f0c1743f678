import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from '@tsql/planner';
import type { ArgumentKind } from '../commands/shell-command.js';
import { findCommand, SHELL_COMMANDS } from '../commands/shell-commands.js';
import { RESULT_STYLES } from '../output/result-style.js';
import { objectDoc } from './catalog-columns.js';
import type { Candidate, Completion } from './completion.js';

/** Completes a backslash command that begins at `start`, up to the cursor: its name, or its argument. */
export function completeCommand(
  text: string,
  place: { readonly start: number; readonly cursor: number; readonly folder: string },
  environment: Environment,
): Completion {
  const { start, cursor, folder } = place;
  const typed = text.slice(start, cursor);
  const [, name, argument] = /^(\\\S*)(?:\s+(.*))?$/s.exec(typed) ?? [];
  if (argument === undefined) {
    const candidates = SHELL_COMMANDS.filter((command) => command.name.startsWith(typed));
    return { from: start, to: cursor, candidates: candidates.map(commandCandidate) };
  }
  const kind = findCommand(name ?? '')?.argument ?? 'none';
  const all = argumentCandidates(kind, argument, { folder, environment });
  const lower = argument.toLowerCase();
  const candidates = all.filter((candidate) => candidate.text.toLowerCase().startsWith(lower));
  return { from: cursor - argument.length, to: cursor, candidates };
}

function commandCandidate({ name, syntax, doc }: (typeof SHELL_COMMANDS)[number]): Candidate {
  return {
    text: name,
    kind: 'command',
    doc: syntax === '' ? doc : `${syntax}: ${doc}`,
    ...(syntax === '' ? {} : { suffix: ' ' }),
  };
}

function argumentCandidates(
  kind: ArgumentKind,
  argument: string,
  { folder, environment }: { readonly folder: string; readonly environment: Environment },
): readonly Candidate[] {
  switch (kind) {
    case 'table': {
      const { catalog } = environment;
      return catalog
        .objects(catalog.namespace)
        .map((object) => ({ text: object.path.name, kind: object.kind, doc: objectDoc(object) }));
    }
    case 'style':
      return RESULT_STYLES.map(({ name, doc }) => ({ text: name, kind: 'style', doc }));
    case 'switch':
      return ['on', 'off'].map((text) => ({ text, kind: 'value', doc: '' }));
    case 'file':
      return files(argument, folder);
    case 'statement':
    case 'none':
      return [];
  }
}

function files(argument: string, folder: string): Candidate[] {
  const parent = argument.endsWith('/') ? argument : dirname(argument);
  try {
    return readdirSync(resolve(folder, parent), { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') || argument.includes('/.'))
      .map((entry) => {
        const path = argument.includes('/') ? join(parent, entry.name) : entry.name;
        return entry.isDirectory()
          ? { text: `${path}/`, kind: 'folder', doc: '' }
          : { text: path, kind: 'file', doc: '' };
      });
  } catch {
    return [];
  }
}
