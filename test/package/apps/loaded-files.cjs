// What is loaded before an application's first line.
console.log(JSON.stringify(Object.keys(require.cache).filter((file) => file !== __filename)));
