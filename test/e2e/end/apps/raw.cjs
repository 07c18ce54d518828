// Dies of the signal in argv[2] while the terminal is in raw mode.
process.stdin.setRawMode(true);
process.kill(process.pid, process.argv[2]);
setTimeout(() => {}, 10_000);
