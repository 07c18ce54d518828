// An application that traces nothing and ends at once, with an exit code of its own.
console.log('app');
process.exitCode = 3;
