/** Names of https://opentelemetry.io/docs/specs/semconv/gen-ai/aws-bedrock/, as upstream's instrumentation has them. */

/** Always `aws.bedrock`. */
export const ATTR_SYSTEM = 'gen_ai.system';
/** `chat`, where the operation says so. */
export const ATTR_OPERATION_NAME = 'gen_ai.operation.name';
/** The model's id. */
export const ATTR_REQUEST_MODEL = 'gen_ai.request.model';
/** The most tokens that the model may answer. */
export const ATTR_MAX_TOKENS = 'gen_ai.request.max_tokens';
export const ATTR_TEMPERATURE = 'gen_ai.request.temperature';
export const ATTR_TOP_P = 'gen_ai.request.top_p';
/** A list. */
export const ATTR_STOP_SEQUENCES = 'gen_ai.request.stop_sequences';
/** A list of one. */
export const ATTR_FINISH_REASONS = 'gen_ai.response.finish_reasons';
export const ATTR_INPUT_TOKENS = 'gen_ai.usage.input_tokens';
export const ATTR_OUTPUT_TOKENS = 'gen_ai.usage.output_tokens';
/** `input` or `output`, of the metric of tokens. */
export const ATTR_TOKEN_TYPE = 'gen_ai.token.type';

export const SYSTEM_AWS_BEDROCK = 'aws.bedrock';
export const OPERATION_CHAT = 'chat';
