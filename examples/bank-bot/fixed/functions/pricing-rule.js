// Queue worker: a product manager's price change arrives as a factor, "0.98" or "1/12", and is worked out for an amount.
const _ = require('lodash');

const defaults = { amount: 0, factor: '1', currency: 'EUR' };

exports.handler = async (event) => {
  const prices = event.Records.map((record) => {
    const rule = _.defaultsDeep(JSON.parse(record.body), defaults);
    const factor = /^(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?$/.exec(rule.factor);
    if (!factor) throw new Error('a factor is a number or a fraction');
    const price = (rule.amount * Number(factor[1])) / Number(factor[2] ?? 1);
    return { product: rule.product, price: Number(price).toFixed(2), currency: rule.currency };
  });
  console.log(JSON.stringify({ priced: prices.length }));
  return { prices, batchItemFailures: [] };
};
