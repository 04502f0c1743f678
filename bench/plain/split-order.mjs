// The work of job A on one record, by hand: once with JSON.parse, as one would write it in an afternoon, and once with a pattern
// that takes whole runs of the text over, as one would after measuring. Both return the texts of key and value, or undefined.

/** As BigDecimal prints a number without trailing zeros. */
const decimal = (number) => (number !== 0 && number % 10 === 0 ? number.toExponential().toUpperCase() : String(number));

function parse(text) {
  const order = JSON.parse(text);
  if (!(order.pay_amount > 200)) return undefined;
  const { order_id, user_id, order_channel, order_time, user_name, area_id, item_count, address } = order;
  const { city, zip, street } = address;
  return {
    key: JSON.stringify({ order_id, user_id }),
    value:
      `{"order_channel":${JSON.stringify(order_channel)},"order_time":${JSON.stringify(order_time)},"pay_amount":${decimal(order.pay_amount)},` +
      `"real_pay":${decimal(order.real_pay)},"user_name":${JSON.stringify(user_name)},"area_id":${JSON.stringify(area_id)},` +
      `"item_count":${item_count},"address":${JSON.stringify({ city, zip, street })}}`,
  };
}

const TEXT = '"[^"\\\\]*"';
const USUAL = new RegExp(
  `^\\{("order_id":${TEXT}),("order_channel":${TEXT},"order_time":${TEXT}),"pay_amount":(\\d+\\.\\d+),"real_pay":(\\d+\\.\\d+),` +
    `("user_id":${TEXT}),("user_name":${TEXT},"area_id":${TEXT},"item_count":\\d+,` +
    `"address":\\{"city":${TEXT},"zip":${TEXT},"street":${TEXT}\\}\\})$`,
);

/** Takes the bytes as latin1, so that they come out as they went in. */
function scan(text) {
  const parts = USUAL.exec(text);
  if (parts === null) throw new Error('this record is written in another way');
  const amount = Number(parts[3]);
  if (!(amount > 200)) return undefined;
  return {
    key: `{${parts[1]},${parts[5]}}`,
    value: `{${parts[2]},"pay_amount":${decimal(amount)},"real_pay":${decimal(Number(parts[4]))},${parts[6]}`,
  };
}

/** By the name in the variable SPLIT: the function, and how bytes become text for it and back. */
export const SPLITS = { parse: { split: parse, encoding: 'utf8' }, scan: { split: scan, encoding: 'latin1' } };
