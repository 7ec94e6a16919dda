/** All units with what they say of themselves: for pages about them and for those who name one in a policy. Inspecting needs none of it. */
export type { Detector } from './detector.ts';
export { detectors } from './detectors/index.ts';
export type { Format } from './format.ts';
export { formats } from './formats/index.ts';
export type { StructureDetector } from './structure.ts';
export { structures } from './structures/index.ts';
export type { Trigger } from './trigger.ts';
export { triggers } from './triggers/index.ts';
export type { Webhook } from './webhook.ts';
export { webhooks } from './webhooks/index.ts';
