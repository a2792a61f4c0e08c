// Loaded into each emulator's process by the launcher: however the launcher ends, nobody stays behind.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});
