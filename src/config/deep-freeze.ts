/** Freezes plain data with everything inside it and gives it back. */
export function deepFreeze<Data>(data: Data): Data {
  if (typeof data === 'object' && data !== null) {
    Object.values(data).forEach(deepFreeze);
    Object.freeze(data);
  }
  return data;
}
