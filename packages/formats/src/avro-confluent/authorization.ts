import { diagnostic, type FormatContext, Secret } from '@tsql/core';

/** Who one is for the registry, as given. */
export interface Credentials {
  readonly basicSource: string | undefined;
  readonly userInfo: string | undefined;
  readonly bearerSource: string | undefined;
  readonly token: string | undefined;
}

/** Sources of Java's client that need Kafka's own login or an OAuth flow. */
const REFUSED: ReadonlySet<string> = new Set(['SASL_INHERIT', 'OAUTHBEARER', 'SASL_OAUTHBEARER_INHERIT', 'CUSTOM']);

/**
 * The `Authorization` header, as Java's registry client makes it: credentials count only with their source, a source that does not
 * exist (letter case counts) gives none. Reports what that client would fail on.
 */
export function authorizationOf(context: FormatContext, credentials: Credentials): Secret | undefined {
  const { basicSource, userInfo, bearerSource, token } = credentials;
  const place = (option: string) => {
    const entry = context.entries.get(context.keyPrefix + option);
    return { name: context.keyPrefix + option, span: entry?.valueSpan ?? context.span };
  };
  const basic = place('basic-auth.credentials-source');
  const bearer = place('bearer-auth.credentials-source');
  if (basicSource && bearerSource) {
    const args = { name: basic.name, other: bearer.name, reason: 'only one of them can be given' };
    context.accept(diagnostic('TSQL_OPTION_CONFLICT', args, { span: basic.span }));
    return undefined;
  }
  for (const [source, { name, span }] of [
    [basicSource, basic],
    [bearerSource, bearer],
  ] as const) {
    if (source === undefined || !REFUSED.has(source)) continue;
    const reason = `credentials cannot be had from ${source}: give USER_INFO, URL or STATIC_TOKEN`;
    context.accept(diagnostic('TSQL_OPTION_REFUSED', { name, reason }, { span }));
  }
  if (basicSource === 'USER_INFO') return required(userInfo, 'basic-auth.user-info', basic.name, basicHeader);
  if (bearerSource === 'STATIC_TOKEN') return required(token, 'bearer-auth.token', bearer.name, bearerHeader);
  return undefined;

  function required(
    value: string | undefined,
    option: string,
    owner: string,
    header: (value: string) => string,
  ): Secret | undefined {
    if (value) return new Secret(header(value));
    const args = { name: context.keyPrefix + option, owner: `'${owner}'` };
    context.accept(diagnostic('TSQL_OPTION_MISSING', args, { span: place(option).span }));
    return undefined;
  }
}

const basicHeader = (userInfo: string): string => `Basic ${Buffer.from(userInfo).toString('base64')}`;
const bearerHeader = (token: string): string => `Bearer ${token}`;
