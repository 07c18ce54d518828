/** What differs between projects, checked. */
export interface TemplateValues {
  /** Of the service, of its container and of what is made for it: `my-app`. */
  readonly service: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** The application's image with its tag. */
  readonly image: string;
  /** Where the application listens. */
  readonly port: string;
  /** Of EKS. */
  readonly cluster: string;
}

/** The values that stand in the files of `collector/deploy`, so that those are valid as they are. */
export const PLACEHOLDERS: TemplateValues = {
  service: 'my-app',
  region: 'us-east-1',
  account: '111122223333',
  image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/my-app:1.0.0',
  port: '3000',
  cluster: 'my-cluster',
};

/** An image of an own build, as docker compose names it. */
const BUILT_IMAGE = 'my-app:1.0.0';
const REPOSITORY = 'repository/my-app';

/** Longer ones first: some are part of others. Numbers only where they are not part of a longer word. */
const ANY_PLACEHOLDER = new RegExp(
  [
    ...[PLACEHOLDERS.image, BUILT_IMAGE, REPOSITORY].map((text) => text.replaceAll('.', String.raw`\.`)),
    String.raw`(?<![\w-])${PLACEHOLDERS.cluster}(?![\w-])`,
    String.raw`(?<![\w-])${PLACEHOLDERS.service}(?!\w)`,
    String.raw`(?<!\w)${PLACEHOLDERS.region}(?!\w)`,
    String.raw`(?<!\d)${PLACEHOLDERS.account}(?!\d)`,
    String.raw`(?<![\w.])${PLACEHOLDERS.port}(?!\w)`,
  ].join('|'),
  'g',
);

/** The text of a file of `collector/deploy` with the project's values in place of the examples. */
export function fillTemplate(text: string, values: TemplateValues): string {
  const replacements: Readonly<Record<string, string>> = {
    [PLACEHOLDERS.image]: values.image,
    [BUILT_IMAGE]: values.image,
    [REPOSITORY]: `repository/${repositoryOf(values.image) ?? values.service}`,
    [PLACEHOLDERS.cluster]: values.cluster,
    [PLACEHOLDERS.service]: values.service,
    [PLACEHOLDERS.region]: values.region,
    [PLACEHOLDERS.account]: values.account,
    [PLACEHOLDERS.port]: values.port,
  };
  return text.replaceAll(ANY_PLACEHOLDER, (found) => replacements[found] ?? found);
}

/** The repository of an image in ECR; undefined for any other. */
function repositoryOf(image: string): string | undefined {
  return /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image)?.[1];
}
