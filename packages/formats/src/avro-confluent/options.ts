import {
  diagnostic,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  option,
  resolveOptions,
  reveal,
  Secret,
  stringType,
} from '@tsql/core';
import type { RegistryConnection } from '../registry/http.js';

const url = option('url', stringType, {
  required: true,
  doc: "The registry's address; several are separated by commas.",
});
const subject = option('subject', stringType, {
  doc: "Under which the schema is registered: '<topic>-value' or '<topic>-key' unless given.",
});
const schema = option('schema', stringType, {
  doc: 'The schema to write and read with; derived from the table unless given.',
});
const credentialsSource = option('basic-auth.credentials-source', stringType, { doc: 'USER_INFO or URL.' });
const userInfo = option('basic-auth.user-info', stringType, { doc: 'USER:PASSWORD for USER_INFO.' });
const bearerSource = option('bearer-auth.credentials-source', stringType, { doc: 'STATIC_TOKEN.' });
const bearerToken = option('bearer-auth.token', stringType, { doc: 'The token for STATIC_TOKEN.' });
const truststore = option('ssl.truststore.location', stringType, { doc: 'Certificates to trust, a PEM file.' });

export function registryOptions(identifier: string): OptionSet {
  return {
    owner: `format '${identifier}'`,
    options: [
      url,
      subject,
      schema,
      credentialsSource,
      userInfo,
      bearerSource,
      bearerToken,
      truststore,
      option('ssl.truststore.password', stringType, { doc: 'No effect: PEM files have none.' }),
      option('ssl.keystore.location', stringType, { doc: 'Not read yet.' }),
      option('ssl.keystore.password', stringType, { doc: 'Not read yet.' }),
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
}

/** Checks the options; reports what is wrong. */
export function resolveRegistryOptions(context: FormatContext, set: OptionSet): RegistryOptions {
  const { entries, keyPrefix, span, accept } = context;
  const resolved = resolveOptions({ set, entries, keyPrefix, span, accept });
  const file = resolved.entry(truststore);
  if (file !== undefined && /\.(jks|p12|pfx|pkcs12)$/i.test(file.value)) {
    const reason = 'a Java trust store cannot be read: certificates are read as PEM';
    accept(diagnostic('TSQL_OPTION_REFUSED', { name: file.key, reason }, { span: file.valueSpan }));
  }
  const address = resolved.entry(url);
  const text = resolved.get(url) ?? '';
  const isHidden = address !== undefined && (address.shownValue !== address.value || /:\/\/[^/]*@/.test(text));
  return {
    url: isHidden ? new Secret(text, address.shownValue === address.value ? '******' : address.shownValue) : text,
    subject: resolved.get(subject) ?? (context.topic === undefined ? undefined : `${context.topic}-${context.part}`),
    schema: resolved.get(schema),
    authorization: authorization(resolved.get(userInfo), resolved.get(bearerToken), resolved.get(bearerSource)),
    caFile: resolved.get(truststore),
  };
}

function authorization(
  user: string | undefined,
  token: string | undefined,
  source: string | undefined,
): Secret | undefined {
  if (token !== undefined && source !== undefined) return new Secret(`Bearer ${token}`);
  return user === undefined ? undefined : new Secret(`Basic ${Buffer.from(user).toString('base64')}`);
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): RegistryOptions {
  return plan.options as unknown as RegistryOptions;
}

export function connectionOf({ url: address, authorization: header, caFile }: RegistryOptions): RegistryConnection {
  return { url: reveal(address), authorization: header?.reveal(), caFile };
}
