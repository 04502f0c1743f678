// The benchmark's records (DESIGN: topic orders_in): always the same ones, about 280 bytes of JSON each.
const BASE_TIME = 1_616_580_000_000;
const CHANNELS = ['webShop', 'appShop', 'miniAppShop', 'storeShop'];
const FIRST = ['Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Frank', 'Grace', 'Heidi'];
const LAST = ['Smith', 'Jones', 'Zhang', 'Müller', 'Garcia', 'Okafor', 'Ivanov', 'Sato'];
const CITIES = ['hangzhou', 'shenzhen', 'beijing', 'chengdu', 'wuhan'];

const decimal = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const time = (i) => BASE_TIME + i * 37;

/** Record number `i`: its value, its one header's value and its timestamp in milliseconds. 80 % have pay_amount > 200. */
export function order(i) {
  const cents = (i * 7919 + 13) % 100_000;
  const id = `ord_${String(i).padStart(10, '0')}`;
  const at = new Date(time(i)).toISOString().slice(0, 19).replace('T', ' ');
  const address = `{"city":"${CITIES[i % 5]}","zip":"${310_000 + (i % 5000)}","street":"wenyi road ${1 + (i % 400)}"}`;
  const value =
    `{"order_id":"${id}","order_channel":"${CHANNELS[i % 4]}","order_time":"${at}","pay_amount":${decimal(cents)},` +
    `"real_pay":${decimal(Math.floor((cents * 98) / 100))},"user_id":"u${100_000 + ((i * 31) % 50_000)}",` +
    `"user_name":"${FIRST[i % 8]} ${LAST[Math.floor(i / 8) % 8]}","area_id":"${330_000 + (i % 997)}",` +
    `"item_count":${1 + (i % 9)},"address":${address}}`;
  return { value, header: id, timestamp: time(i) };
}
