/**
 * Letters that Unicode has gained since 15.0, the version that the exporter knows (by the tables of Go), as
 * ranges of a regular expression. Node knows more or fewer of them by its version; the exporter takes none for a letter.
 *
 * @see https://pkg.go.dev/unicode#pkg-constants
 */
export const NEWER_LETTERS: string = [
  String.raw`\u{88f}\u{c5c}\u{cdc}\u{1c89}-\u{1c8a}\u{a7cb}-\u{a7cf}\u{a7d2}\u{a7d4}\u{a7da}-\u{a7dc}\u{a7f1}`,
  String.raw`\u{105c0}-\u{105f3}\u{10940}-\u{10959}\u{10d4a}-\u{10d65}\u{10d6f}-\u{10d85}\u{10ec2}-\u{10ec7}`,
  String.raw`\u{11380}-\u{11389}\u{1138b}\u{1138e}\u{11390}-\u{113b5}\u{113b7}\u{113d1}\u{113d3}\u{11bc0}-\u{11be0}`,
  String.raw`\u{11db0}-\u{11ddb}\u{13460}-\u{143fa}\u{16100}-\u{1611d}\u{16d40}-\u{16d6c}\u{16ea0}-\u{16eb8}`,
  String.raw`\u{16ebb}-\u{16ed3}\u{16ff2}-\u{16ff3}\u{187f8}-\u{187ff}\u{18cff}\u{18d09}-\u{18d1e}\u{18d80}-\u{18df2}`,
  String.raw`\u{1e5d0}-\u{1e5ed}\u{1e5f0}\u{1e6c0}-\u{1e6de}\u{1e6e0}-\u{1e6e2}\u{1e6e4}-\u{1e6e5}\u{1e6e7}-\u{1e6ed}`,
  String.raw`\u{1e6f0}-\u{1e6f4}\u{1e6fe}-\u{1e6ff}\u{2b73a}-\u{2b73f}\u{2cea2}-\u{2cead}\u{2ebf0}-\u{2ee5d}`,
  String.raw`\u{323b0}-\u{33479}`,
].join('');
