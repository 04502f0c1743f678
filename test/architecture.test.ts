import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What each package may import of ours. docs/architecture.md shows the same table. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  grammar: ['core'],
  functions: ['core'],
  planner: ['core', 'grammar', 'functions'],
  formats: ['core'],
  connectors: ['core'],
  'kafka-native': [],
  'connector-kafka': ['core', 'kafka-native'],
  'connector-memory': ['core', 'connector-kafka'],
  runtime: ['core', 'functions', 'planner'],
  replay: ['core'],
  session: [
    'core',
    'grammar',
    'functions',
    'planner',
    'formats',
    'connectors',
    'connector-kafka',
    'connector-memory',
    'runtime',
    'replay',
  ],
  testing: ['core', 'session', 'replay'],
  shell: ['core', 'grammar', 'functions', 'planner', 'session', 'replay'],
  cli: ['core', 'session', 'replay', 'planner', 'functions', 'kafka-native', 'shell'],
};

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

for (const [name, allowed] of Object.entries(ALLOWED)) {
  test(`${name} imports only from below it`, () => {
    const dir = join(root, name === 'grammar' ? name : join('packages', name), 'src');
    for (const file of sources(dir)) {
      const text = readFileSync(file, 'utf8');
      const imports = [...text.matchAll(/from '@tsql\/([^']+)'|import\('@tsql\/([^']+)'\)/g)].map(
        (found) => found[1] ?? found[2],
      );
      for (const imported of imports) expect(allowed, `${file} imports @tsql/${imported}`).toContain(imported);
      if (name !== 'grammar') expect(text, `${file} imports chevrotain`).not.toMatch(/from 'chevrotain'/);
    }
  });
}
