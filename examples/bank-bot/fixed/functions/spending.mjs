// Kinesis consumer: card payments of the day, summed up per currency.
export const handler = async (event) => {
  const totals = { EUR: 0, USD: 0, GBP: 0 };
  for (const record of event.Records) {
    const payment = JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString('utf8'));
    if (Object.hasOwn(totals, payment.currency)) totals[payment.currency] += Number(payment.amount);
  }
  return { totals };
};
