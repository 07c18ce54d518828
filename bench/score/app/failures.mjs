export function failOrder() {
  throw new TypeError('no such order');
}

export async function failLater() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  throw new RangeError('sold out');
}

export function failWithCauses() {
  const cents = new RangeError('cents are negative');
  const price = new TypeError('price is unknown', { cause: cents });
  throw new Error('order failed', { cause: price });
}
