import {
  diagnostic,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  type OptionType,
  option,
  resolveOptions,
  reveal,
  Secret,
  stringType,
} from '@tsql/core';
import type { RegistryConnection } from '../registry/http.js';
import { authorizationOf } from './authorization.js';

/** `key:value` pairs separated by commas. */
const mapType: OptionType<Readonly<Record<string, string>>> = {
  name: 'Map',
  allowed: 'pairs such as a:1,b:2',
  parse(text) {
    const pairs = text.split(',').map((pair) => pair.split(':').map((part) => part.trim()));
    if (pairs.some((pair) => pair.length !== 2)) return undefined;
    return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
  },
  print: (value) =>
    Object.entries(value)
      .map(([key, text]) => `${key}:${text}`)
      .join(','),
};

const url = option('url', stringType, {
  required: true,
  deprecatedKeys: ['schema-registry.url'],
  doc: "The registry's address; several are separated by commas.",
});
const subject = option('subject', stringType, {
  deprecatedKeys: ['schema-registry.subject'],
  doc: "Under which the schema is registered: '<topic>-value' or '<topic>-key' unless given.",
});
const schema = option('schema', stringType, {
  deprecatedKeys: ['schema-registry.schema'],
  doc: 'The schema to write and read with; derived from the table unless given. Has to be of exactly its type.',
});
const basicSource = option('basic-auth.credentials-source', stringType, {
  doc: 'USER_INFO, or URL for what the address holds.',
});
const userInfo = option('basic-auth.user-info', stringType, { sensitive: true, doc: 'USER:PASSWORD for USER_INFO.' });
const bearerSource = option('bearer-auth.credentials-source', stringType, { doc: 'STATIC_TOKEN.' });
const bearerToken = option('bearer-auth.token', stringType, { sensitive: true, doc: 'The token for STATIC_TOKEN.' });
const truststore = option('ssl.truststore.location', stringType, { doc: 'Certificates to trust: a PEM file.' });
const truststorePassword = option('ssl.truststore.password', stringType, {
  sensitive: true,
  doc: 'No effect: a PEM file of certificates has none.',
});
const keystore = option('ssl.keystore.location', stringType, {
  doc: "The client's key and certificate: a PEM file with both, or PKCS#12 (.p12, .pfx).",
});
const keystorePassword = option('ssl.keystore.password', stringType, {
  sensitive: true,
  doc: 'The password of that file.',
});
const properties = option('properties', mapType, {
  doc: "Properties of Java's registry client, also as 'properties.<key>'; the options above win over them.",
});

export function registryOptions(identifier: string): OptionSet {
  return {
    owner: `format '${identifier}'`,
    options: [
      url,
      subject,
      schema,
      basicSource,
      userInfo,
      bearerSource,
      bearerToken,
      truststore,
      truststorePassword,
      keystore,
      keystorePassword,
      properties,
    ] as OptionSet['options'],
    openPrefixes: ['properties.'],
  };
}

/** The validated values. Secrets are `Secret`s. */
export interface RegistryOptions {
  readonly url: string | Secret;
  readonly subject: string | undefined;
  readonly schema: string | undefined;
  readonly authorization: Secret | undefined;
  readonly caFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly keyPassword: Secret | undefined;
  readonly timeoutMs: number | undefined;
}

/** Checks the options; reports what is wrong. */
export function resolveRegistryOptions(context: FormatContext, set: OptionSet): RegistryOptions {
  const { entries, keyPrefix, span, accept } = context;
  const resolved = resolveOptions({ set, entries, keyPrefix, span, accept });
  const given = { ...clientProperties(context), ...resolved.get(properties) };
  const file = resolved.entry(truststore);
  if (file !== undefined && /\.(jks|p12|pfx|pkcs12)$/i.test(file.value)) {
    const reason = 'a Java trust store cannot be read: certificates are read as PEM';
    accept(diagnostic('TSQL_OPTION_REFUSED', { name: file.key, reason }, { span: file.valueSpan }));
  }
  const keys = resolved.entry(keystore);
  if (keys !== undefined && /\.jks$/i.test(keys.value)) {
    const reason = 'a Java key store cannot be read: give PEM or PKCS#12';
    accept(diagnostic('TSQL_OPTION_REFUSED', { name: keys.key, reason }, { span: keys.valueSpan }));
  }
  const address = resolved.entry(url);
  const text = resolved.get(url) ?? '';
  const isHidden = address !== undefined && (address.shownValue !== address.value || /:\/\/[^/]*@/.test(text));
  const password = resolved.get(keystorePassword) ?? given['schema.registry.ssl.keystore.password'];
  const timeout = Number(given['http.read.timeout.ms']);
  return {
    url: isHidden ? new Secret(text, address.shownValue === address.value ? '******' : address.shownValue) : text,
    subject: resolved.get(subject) ?? (context.topic === undefined ? undefined : `${context.topic}-${context.part}`),
    schema: resolved.get(schema),
    authorization: authorizationOf(context, {
      basicSource: resolved.get(basicSource) ?? given['basic.auth.credentials.source'],
      userInfo: resolved.get(userInfo) ?? given['basic.auth.user.info'],
      bearerSource: resolved.get(bearerSource) ?? given['bearer.auth.credentials.source'],
      token: resolved.get(bearerToken) ?? given['bearer.auth.token'],
    }),
    caFile: resolved.get(truststore) ?? given['schema.registry.ssl.truststore.location'],
    keyFile: resolved.get(keystore) ?? given['schema.registry.ssl.keystore.location'],
    keyPassword: password === undefined ? undefined : new Secret(password),
    timeoutMs: timeout > 0 ? timeout : undefined,
  };
}

/** What stands under `properties.`. */
function clientProperties({ entries, keyPrefix }: FormatContext): Record<string, string> {
  const prefix = `${keyPrefix}properties.`;
  return Object.fromEntries(
    [...entries.values()]
      .filter(({ key }) => key.startsWith(prefix))
      .map(({ key, value }) => [key.slice(prefix.length), value]),
  );
}

/** Reports a sink without a subject: the table names no single topic. */
export function hasSubject(context: FormatContext, plan: FormatPlan): boolean {
  if (optionsOf(plan).subject !== undefined) return true;
  const args = { name: `${context.keyPrefix}subject`, owner: `format '${plan.identifier}'` };
  context.accept(diagnostic('TSQL_OPTION_MISSING', args, { span: context.span }));
  return false;
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): RegistryOptions {
  return plan.options as unknown as RegistryOptions;
}

export function connectionOf(options: RegistryOptions): RegistryConnection {
  const { url: address, authorization, caFile, keyFile, keyPassword, timeoutMs } = options;
  return {
    url: reveal(address),
    authorization: authorization?.reveal(),
    caFile,
    keyFile,
    keyPassword: keyPassword?.reveal(),
    timeoutMs,
  };
}
