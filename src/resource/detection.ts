/** What each detector is given. */
export interface Detection {
  /** The process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts when the time for all detectors together is up. */
  readonly signal: AbortSignal;
  /** Where Linux tells about the hardware; default `/sys/class/dmi/id`. */
  readonly dmiFolder?: string;
  /** Where Kubernetes puts the pod's token; default its documented place. */
  readonly kubernetesTokenFile?: string;
  /** Where Elastic Beanstalk describes the environment for X-Ray; default its documented place. */
  readonly beanstalkFile?: string;
}
