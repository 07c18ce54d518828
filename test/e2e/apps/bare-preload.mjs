// A preload for comparison, which does next to nothing.
globalThis.bare = true;
