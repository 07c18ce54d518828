import type { DatabaseSync } from 'node:sqlite';
import type { Call, Observation } from '../query/calls.ts';
import type { MapNode } from '../query/map-node.ts';

/** Ids for what calls have in common. */
export interface CallShapes {
  /** The id of the call's shape, which is new or known. */
  idOf(call: Call): number;
  /** Forgets shapes that no call has any more, when there are very many. */
  prune(): void;
}

/** Outcomes as they are stored; a call in progress has none. */
export const OUTCOMES = ['ok', 'error', 'throttle', 'fault'] as const;

/** Shapes beyond these are looked through for unused ones. */
const MAX_SHAPES = 50_000;

/** The shapes of a database; those that it has already are read. */
export function createCallShapes(database: DatabaseSync): CallShapes {
  const insertNode = database.prepare('INSERT INTO node (id, name, type, account_id) VALUES (?, ?, ?, ?)');
  const insertShape = database.prepare('INSERT INTO shape VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  let nodes = readNodes(database);
  let shapes = readShapes(database);
  let nextNode = highestId(nodes) + 1;
  let nextShape = highestId(shapes) + 1;
  const nodeId = ({ name, type, accountId }: MapNode): number => {
    const key = JSON.stringify([name, type, accountId]);
    const known = nodes.get(key);
    if (known !== undefined) return known;
    insertNode.run(nextNode, name, type, accountId);
    nodes.set(key, nextNode);
    nextNode += 1;
    return nextNode - 1;
  };
  return {
    idOf({ source, target, edge, own, isRoot, isInferred, isLink }) {
      const row = [
        source === undefined ? null : nodeId(source),
        nodeId(target),
        outcomeNumber(edge),
        outcomeNumber(own),
        isRoot ? 1 : 0,
        isInferred ? 1 : 0,
        isLink ? 1 : 0,
      ] as const;
      const key = row.join();
      const known = shapes.get(key);
      if (known !== undefined) return known;
      insertShape.run(nextShape, ...row);
      shapes.set(key, nextShape);
      nextShape += 1;
      return nextShape - 1;
    },
    prune() {
      if (shapes.size < MAX_SHAPES) return;
      database.exec(`DELETE FROM shape WHERE id NOT IN (SELECT shape FROM call);
        DELETE FROM node WHERE id NOT IN (SELECT target FROM shape UNION SELECT source FROM shape WHERE source NOT NULL)`);
      nodes = readNodes(database);
      shapes = readShapes(database);
    },
  };
}

function outcomeNumber(observation: Observation | undefined): number | null {
  return observation?.outcome === undefined ? null : OUTCOMES.indexOf(observation.outcome);
}

function readNodes(database: DatabaseSync): Map<string, number> {
  const rows = database.prepare('SELECT id, name, type, account_id FROM node').all();
  return new Map(rows.map(({ id, name, type, account_id }) => [JSON.stringify([name, type, account_id]), Number(id)]));
}

function readShapes(database: DatabaseSync): Map<string, number> {
  const rows = database.prepare('SELECT * FROM shape').all();
  return new Map(rows.map(({ id, ...row }) => [Object.values(row).join(), Number(id)]));
}

function highestId(ids: ReadonlyMap<string, number>): number {
  let highest = 0;
  for (const id of ids.values()) highest = Math.max(highest, id);
  return highest;
}
