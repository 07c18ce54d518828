import type { JSX } from 'preact';
import { Fact, Facts } from '../../parts/facts.tsx';
import { awsResourceOf } from '../document-label.ts';
import type { TraceNode } from '../trace-model.ts';

/** Where a service ran, and what of AWS a call was about. */
export function ResourcesTab({ node }: { readonly node: TraceNode }): JSX.Element {
  const { document } = node;
  const aws = document.aws ?? {};
  const { xray, cloudwatch_logs: logs, ecs, ec2, eks, elastic_beanstalk: beanstalk, ...call } = aws;
  const platforms = Object.entries({ ECS: ecs, EC2: ec2, EKS: eks, 'Elastic Beanstalk': beanstalk });
  return (
    <>
      <Facts>
        <Fact name="Origin" value={document.origin} />
        <Fact name="Resource" value={node.kind === 'aws' ? awsResourceOf(document) : undefined} />
        <Fact name="ARN" value={document.resource_arn} isCode />
        <Fact name="Version" value={document.service?.version} />
        <Fact name="SDK" value={xray?.sdk === undefined ? undefined : `${xray.sdk} ${xray.sdk_version ?? ''}`.trim()} />
        <Fact name="Log group" value={logs?.map(({ log_group }) => log_group ?? '')} />
        {Object.entries(call).map(([key, value]) => (
          <Fact key={key} name={wordsOf(key)} of={key} value={value} isCode />
        ))}
      </Facts>
      {platforms.map(([name, block]) =>
        typeof block !== 'object' || block === null ? null : (
          <section key={name} class="panel-part">
            <h3>{name}</h3>
            <Facts>
              {Object.entries(block).map(([key, value]) => (
                <Fact key={key} name={wordsOf(key)} of={key} value={value} isCode />
              ))}
            </Facts>
          </section>
        ),
      )}
      {Object.keys(aws).length === 0 && document.origin === undefined ? (
        <p class="nothing">No resource is known. On AWS the resource detectors add where the service runs.</p>
      ) : null}
    </>
  );
}

/** `table_name` as `Table name`. */
function wordsOf(key: string): string {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
