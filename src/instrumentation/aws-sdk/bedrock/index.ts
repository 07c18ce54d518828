/** Calls of Amazon Bedrock's models by AWS SDK v3: which model, with what limits, how many tokens, why it stopped. */
export { type BedrockAnswers, createBedrockAnswers } from './bedrock-answers.ts';
export { describeBedrockCall } from './describe-bedrock-call.ts';
