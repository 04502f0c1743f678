// Job A′: one record in ten is written in another way. Each way leaves the order's meaning as it is, or takes a field away.
import { order } from './orders.mjs';

const WAYS = [
  // Other order of the fields.
  (fields) => JSON.stringify(Object.fromEntries(Object.entries(fields).reverse())),
  // White space.
  (fields) => JSON.stringify(fields, undefined, 1),
  // NULL.
  (fields) => JSON.stringify({ ...fields, user_name: null }),
  // Escapes.
  (fields) => JSON.stringify({ ...fields, user_name: `${fields.user_name} "the\u0001\\first"` }),
  // Characters of four bytes.
  (fields) => JSON.stringify({ ...fields, user_name: `${fields.user_name} 😀` }),
  // A missing field, and one that nobody asked for.
  ({ area_id, ...fields }) => JSON.stringify({ ...fields, comment: { area: [area_id] } }),
];

/** As {@link order}, in its usual form for nine of ten. Numbers keep their digits. */
export function unusualOrder(i) {
  const usual = order(i);
  if (i % 10 !== 0) return usual;
  const quoted = usual.value.replace(/:(\d+\.\d+)/g, ':"<$1>"');
  const way = WAYS[(i / 10) % WAYS.length];
  return { ...usual, value: way(JSON.parse(quoted)).replace(/"<([^>]*)>"/g, '$1') };
}
