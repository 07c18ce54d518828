/** What was patched, each thing once, and how it is undone. */
export interface Patches {
  /** Patches `target`, unless it is patched already. `patch` gives a function that undoes it. */
  once(target: object, patch: () => () => void): void;
  /** Puts everything back as it was. */
  undo(): void;
}

/** A list of patches, empty. */
export function createPatches(): Patches {
  const undoByTarget = new Map<object, () => void>();
  return {
    once: (target, patch) => {
      if (!undoByTarget.has(target)) undoByTarget.set(target, patch());
    },
    undo: () => {
      for (const undo of undoByTarget.values()) undo();
      undoByTarget.clear();
    },
  };
}
