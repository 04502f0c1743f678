// The work of job A on one record, by hand: a pattern takes whole runs of the text over.

/** As BigDecimal prints a number without trailing zeros. */
const decimal = (number) => (number !== 0 && number % 10 === 0 ? number.toExponential().toUpperCase() : String(number));

const TEXT = '"[^"\\\\]*"';
const USUAL = new RegExp(
  `^\\{("order_id":${TEXT}),("order_channel":${TEXT},"order_time":${TEXT}),"pay_amount":(\\d+\\.\\d+),"real_pay":(\\d+\\.\\d+),` +
    `("user_id":${TEXT}),("user_name":${TEXT},"area_id":${TEXT},"item_count":\\d+,` +
    `"address":\\{"city":${TEXT},"zip":${TEXT},"street":${TEXT}\\}\\})$`,
);

/** Returns the texts of key and value, or undefined. Takes the bytes as latin1, so that they come out as they went in. */
export function split(text) {
  const parts = USUAL.exec(text);
  if (parts === null) throw new Error('this record is written in another way');
  const amount = Number(parts[3]);
  if (!(amount > 200)) return undefined;
  return {
    key: `{${parts[1]},${parts[5]}}`,
    value: `{${parts[2]},"pay_amount":${decimal(amount)},"real_pay":${decimal(Number(parts[4]))},${parts[6]}`,
  };
}
