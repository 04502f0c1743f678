import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@tsql/core';
import type { JobPlan } from '@tsql/planner';
import { packPlan, unpackPlan } from '@tsql/runtime';
import { expect, test } from 'vitest';
import { Session } from '../src/index.js';

const CASES = join(import.meta.dirname, '../../../test/conformance');

/** The jobs of all recorded cases. */
function jobs(): readonly JobPlan[] {
  const files = readdirSync(CASES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txtar'));
  return files.flatMap((file) => {
    const sql = /^-- job\.sql --\n([\s\S]*?)(?=^-- [^\n]+ --$)/m.exec(readFileSync(join(CASES, file), 'utf8'))?.[1];
    const session = new Session({ variables: { BROKERS: 'localhost:1', CASE: 'c', REGISTRY: 'http://localhost:1' } });
    return session.compile(sql ?? '', file).plans.filter((plan): plan is JobPlan => plan?.kind === 'job');
  });
}

test('the plan of every job can be handed to another thread', () => {
  const plans = jobs();
  expect(plans.length).toBeGreaterThan(100);
  for (const plan of plans) expect(unpackPlan(structuredClone(packPlan(plan)))).toEqual(plan);
}, 60_000);

test('a secret is one in the other thread too', () => {
  const session = new Session({ variables: { BROKERS: 'secret-host:9092' } });
  const [, plan] = session.compile(
    `CREATE TABLE t (id INT) WITH ('connector' = 'kafka', 'topic' = 'x', 'properties.bootstrap.servers' = '{{ BROKERS }}',
      'format' = 'json'); INSERT INTO t VALUES (1)`,
    'job.sql',
  ).plans;
  const other = unpackPlan(structuredClone(packPlan(plan as JobPlan)));
  const transport = other.sinks[0]?.sink.transport as { readonly properties: Readonly<Record<string, unknown>> };
  const servers = transport.properties['bootstrap.servers'];
  expect(servers).toBeInstanceOf(Secret);
  expect((servers as Secret).reveal()).toBe('secret-host:9092');
  expect(JSON.stringify(other)).not.toContain('secret-host');
});
