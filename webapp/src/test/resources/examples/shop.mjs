// A shop that keeps each order as a file.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
const file = reference => `${basename(reference)}.json`;
export const findOrder = async reference => JSON.parse(await readFile(file(reference)).catch(() => 'null'));
export const markPaid = async (payment, data) => {
  const order = await findOrder(data.order_reference);
  if (order?.amount === data.amount && order.currency === data.currency) {
    await writeFile(file(data.order_reference), JSON.stringify({ ...order, state: 'paid', transaction_id: payment }));
  }
};
