// What the package's `exports` let in: the codes of the refusals.
const outcome = (specifier) => {
  try {
    require.resolve(specifier);
    return 'open';
  } catch (error) {
    return error.code;
  }
};
console.log(
  JSON.stringify(Object.fromEntries(process.argv.slice(2).map((specifier) => [specifier, outcome(specifier)]))),
);
