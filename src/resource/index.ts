// Who the service is and on which AWS platform it runs, found out without slowing its start.
export { createResource } from './create-resource.ts';
