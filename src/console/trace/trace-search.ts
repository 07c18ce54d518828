import { anyText } from '../format/any-text.ts';
import { shieldValue } from './secrets.ts';
import type { TraceModel, TraceNode } from './trace-model.ts';

/**
 * Indexes of the nodes that hold `words`, whatever the case, in anything their documents say: names, addresses,
 * statements, annotations, metadata, exceptions. All words must be there. Values that are hidden as secrets are not
 * looked at. Nothing to look for gives none.
 */
export function searchTrace(model: TraceModel, words: string, texts: SearchTexts): readonly number[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return model.nodes.flatMap((node) => {
    const text = texts.of(node);
    return wanted.every((word) => text.includes(word)) ? [node.index] : [];
  });
}

/** The searchable text of each node, made once when it is first looked at. */
export interface SearchTexts {
  of(node: TraceNode): string;
}

/** Texts for one trace. */
export function createSearchTexts(): SearchTexts {
  const texts = new Map<TraceNode, string>();
  return {
    of(node) {
      let text = texts.get(node);
      if (text === undefined) {
        text = collectText(node);
        texts.set(node, text);
      }
      return text;
    },
  };
}

function collectText(node: TraceNode): string {
  const parts = [node.name, node.detail, node.service];
  const { subsegments: _, ...own } = node.document;
  const waiting: { readonly key: string; readonly value: unknown }[] = [{ key: '', value: own }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { key, value } = next;
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const isItem = Array.isArray(value);
        if (!isItem) parts.push(name);
        waiting.push({ key: isItem ? key : name, value: inner });
      }
    } else if (value !== undefined && value !== null) {
      parts.push(shieldValue(key, anyText(value)).text);
    }
  }
  return parts.join('\n').toLowerCase();
}
