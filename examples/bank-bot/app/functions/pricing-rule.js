// Queue worker: a product manager's price change arrives as a factor, "0.98" or "1/12", and is worked out for an amount.
const vm = require('node:vm');
const _ = require('lodash');

const defaults = { amount: 0, factor: '1', currency: 'EUR' };

exports.handler = async (event) => {
  const prices = event.Records.map((record) => {
    const rule = _.defaultsDeep(JSON.parse(record.body), defaults);
    const price = vm.runInNewContext(`amount * ${rule.factor}`, { amount: rule.amount });
    return { product: rule.product, price: Number(price).toFixed(2), currency: rule.currency };
  });
  console.log(JSON.stringify({ priced: prices.length }));
  return { prices, batchItemFailures: [] };
};
