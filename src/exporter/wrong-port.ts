/** What a service says that is no collector, or one at the port of its other protocol. */
const answers = {
  grpc: /^12 UNIMPLEMENTED|HTTP status (?:404|405|415|501)\b|Protocol error/,
  http: /^HTTP (?:404|405|415|501)\b|^Parse Error: /,
};

/** The error, with the question that helps where another service listens at the port than `spoken` is spoken to. */
export function explainWrongPort(error: Error, spoken: 'grpc' | 'http'): Error {
  if (!answers[spoken].test(error.message)) return error;
  const told = error.message.replace(/: The server does not implement the method .*$/, '');
  return new Error(`${told}; is the port wrong? Collectors take gRPC at 4317 and HTTP at 4318`, { cause: error });
}
