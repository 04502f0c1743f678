import { expect, test } from 'vitest';
import { Anonymizer, type CaseRecord, Disguise, parseAnonymizedField } from '../../src/index.js';

const record = (value: CaseRecord['value'], key: CaseRecord['key'] = null): CaseRecord => ({ topic: 't', key, value });

const anonymizer = (...fields: string[]) => new Anonymizer(fields.map(parseAnonymizedField), new Disguise('secret'));

test('what is not named stays as it is written', () => {
  const json = '{ "id" : 12345678901234567890, "email":"ann@example.com","e":1E3, "n":{"email":"x@y.z"} }';
  const { value } = anonymizer('email=hash').apply(record(json));
  expect(value).toMatch(
    /^\{ "id" : 12345678901234567890, "email":"[0-9a-f]{16}","e":1E3, "n":\{"email":"x@y\.z"\} \}$/,
  );
});

test('a fake has the shape of the original', () => {
  const json =
    '{"name":"Zoë Müller-Lüdenscheidt","phone":"+49 (30) 1234","at":"2024-01-02","n":-1204.50,"big":12345678901234567890}';
  const { value } = anonymizer('name=fake', 'phone=fake', 'n=fake', 'big=fake').apply(record(json));
  expect(value).toMatch(
    /^\{"name":"[A-Z][a-z]{2} [A-Z][a-z]{5}-[A-Z][a-z]{11}","phone":"\+\d\d \(\d\d\) \d{4}","at":"2024-01-02","n":-\d{4}\.\d\d,"big":\d{20}\}$/,
  );
  expect(JSON.parse(value as string).name).not.toBe('Zoë Müller-Lüdenscheidt');
});

test('the same value becomes the same, in key, value and headers; another secret gives others', () => {
  const given: CaseRecord = {
    topic: 't',
    key: 'ann',
    value: '{"users":[{"name":"ann"},{"name":"bob"}]}',
    headers: [['who', 'ann']],
  };
  const fields = ['key=hash', 'users.name=hash', 'headers.who=hash'];
  const found = anonymizer(...fields).apply(given);
  const [ann, bob] = (JSON.parse(found.value as string).users as { name: string }[]).map(({ name }) => name);
  expect([found.key, found.headers?.[0]?.[1]]).toEqual([ann, ann]);
  expect(bob).not.toBe(ann);
  expect(new Anonymizer(fields.map(parseAnonymizedField)).apply(given).key).not.toBe(ann);
});

test('everything below a field is disguised; nulls, booleans and missing fields stay', () => {
  const json = '{"a":{"b":["x",1,true,null]},"c":"x"}';
  const { value } = anonymizer('value.a=hash', 'nowhere.at.all=fake').apply(record(json));
  expect(value).toMatch(/^\{"a":\{"b":\["[0-9a-f]{16}",\d,true,null\]\},"c":"x"\}$/);
  expect(anonymizer('a=hash').apply(record(null)).value).toBeNull();
});

test('bytes that cannot be looked into do not pass', () => {
  expect(() => anonymizer('a=hash').apply(record({ base64: 'AAE=' }))).toThrow('no JSON');
  expect(() => anonymizer('a=hash').apply(record('{"a":"x"'))).toThrow('it ends too early');
  expect(() => anonymizer('key.a=hash').apply(record('{}', 'ann'))).toThrow(
    "the key is no JSON ('a' at 0 is not expected)",
  );
  expect(anonymizer('value=fake').apply(record({ base64: 'AAE=' })).value).toMatch(/^[0-9a-f]{16}$/);
});

test.each(['email', 'email=', 'email=rot13', '=hash', 'headers=hash'])("'%s' is refused", (text) => {
  expect(() => parseAnonymizedField(text)).toThrow();
});
