// Which modules of Node are loaded before an application's first line.
const builtins = process.moduleLoadList.flatMap((name) => /^NativeModule (?!internal\/)(.+)$/.exec(name)?.[1] ?? []);
console.log(JSON.stringify(builtins));
