import { parseList } from './parse-list.ts';

/** Reads names of attributes separated by commas, such as `card.*,http.request.header.x-session`; `*` for any run of characters. */
export const parseAttributePatterns = parseList((item) => (/^[\w.*:/@+-]{1,255}$/.test(item) ? item : undefined));
