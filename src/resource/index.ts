// Who the service is and on which AWS platform it runs, found out without slowing its start.
export { createResource, type ResourceDependencies } from './create-resource.ts';
