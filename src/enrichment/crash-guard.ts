import { protective, type Row } from './row.ts';

/**
 * Takes off what kills collectors: `aws.xray.inprogress`, on which the exporter panics where the pipeline has a second
 * one. (The marker of local roots has a row of its own, stacks in other languages' words are kept from the resource.)
 */
export const inProgress: Row = protective(['aws.xray.inprogress'], (draft) => {
  if (draft.get('aws.xray.inprogress') !== undefined) draft.remove('aws.xray.inprogress');
});
