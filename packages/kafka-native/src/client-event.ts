import type { KafkaError } from './record-batch.js';

/** What a client says by itself. */
export type ClientEvent =
  | {
      readonly kind: 'log';
      /** syslog's: 0 emergency, 3 error, 4 warning, 6 info, 7 debug. */
      readonly level: number;
      /** librdkafka's name for what it is about: `FAIL`, `CONFWARN`, `REBALANCE`, … */
      readonly facility: string;
      readonly text: string;
    }
  | {
      readonly kind: 'statistics';
      /** librdkafka's JSON (STATISTICS.md). */
      readonly json: string;
    }
  | { readonly kind: 'error'; readonly error: KafkaError }
  | {
      /** A token is wanted: answer with `setOauthBearerToken` or `oauthBearerTokenFailure`. */
      readonly kind: 'oauthBearerTokenRefresh';
      /** The property `sasl.oauthbearer.config`. */
      readonly config: string;
    }
  | {
      /** So many earlier events were not kept. */
      readonly kind: 'dropped';
      readonly count: number;
    };
