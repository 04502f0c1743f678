import type { CaseBytes, CaseRecord } from '../case-record.js';
import { Disguise, type DisguiseKind } from './disguise.js';
import { jsonLeaves } from './json-leaves.js';

/** A part of records that is to be disguised. */
export interface AnonymizedField {
  readonly part: 'key' | 'value' | 'headers';
  /** Field names within a JSON document, or the header's name; empty for the whole part. */
  readonly path: readonly string[];
  readonly kind: DisguiseKind;
}

/**
 * Reads `FIELD=hash` or `FIELD=fake`. FIELD is `key`, `value`, `headers.NAME`, or the path of a JSON field: `key.id`, `value.user.email`;
 * without `key` or `value` before it a path leads into the value. Throws an Error that says what is allowed.
 */
export function parseAnonymizedField(text: string): AnonymizedField {
  const match = /^(.+)=(hash|fake)$/.exec(text);
  if (match === null) throw new Error(`FIELD=hash or FIELD=fake is wanted, found '${text}'`);
  const [first = '', ...rest] = (match[1] ?? '').split('.');
  const kind = match[2] as DisguiseKind;
  if (first === 'headers') {
    if (rest.length === 0) throw new Error(`'${text}' names no header: headers.NAME=${kind}`);
    return { part: 'headers', path: [rest.join('.')], kind };
  }
  const part = first === 'key' ? 'key' : 'value';
  return { part, path: first === 'key' || first === 'value' ? rest : [first, ...rest], kind };
}

/** Disguises fields of records. Nothing passes through that could not be looked into: what is no JSON throws an Error. */
export class Anonymizer {
  constructor(
    private readonly fields: readonly AnonymizedField[],
    private readonly disguise = new Disguise(),
  ) {}

  apply(record: CaseRecord): CaseRecord {
    return this.fields.reduce((changed, field) => this.applyField(changed, field), record);
  }

  private applyField(record: CaseRecord, { part, path, kind }: AnonymizedField): CaseRecord {
    if (part !== 'headers') return { ...record, [part]: this.bytes(record[part], path, kind, part) };
    if (record.headers === undefined) return record;
    const headers = record.headers.map(([name, value]): readonly [string, CaseBytes] =>
      name === path[0] ? [name, this.bytes(value, [], kind, `header ${name}`)] : [name, value],
    );
    return { ...record, headers };
  }

  private bytes(bytes: CaseBytes, path: readonly string[], kind: DisguiseKind, place: string): CaseBytes {
    if (bytes === null) return null;
    if (path.length === 0)
      return this.disguise.text(
        typeof bytes === 'string' ? bytes : bytes.base64,
        typeof bytes === 'string' ? kind : 'hash',
      );
    if (typeof bytes !== 'string')
      throw new Error(`the ${place} is no JSON, so ${path.join('.')} cannot be anonymized`);
    return this.fieldsOf(bytes, path, kind, place);
  }

  private fieldsOf(json: string, path: readonly string[], kind: DisguiseKind, place: string): string {
    let changed = '';
    let from = 0;
    let leaves: ReturnType<typeof jsonLeaves>;
    try {
      leaves = jsonLeaves(json, path);
    } catch (error) {
      const reason = (error as Error).message;
      throw new Error(`the ${place} is no JSON (${reason}), so ${path.join('.')} cannot be anonymized`);
    }
    for (const { kind: leaf, start, end } of leaves) {
      changed += json.slice(from, start) + this.disguise.leaf(json.slice(start, end), kind, leaf);
      from = end;
    }
    return changed + json.slice(from);
  }
}
