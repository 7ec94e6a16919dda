import { handedOver, hostKeys, itemOf, metadataOf } from '../azure.ts';
import { record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A client's message through Web PubSub, or its coming and going. */
export const azureWebpubsub: Trigger = {
  id: 'azure:webpubsub',
  title: 'Azure Functions, Web PubSub',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-web-pubsub-trigger',
  example: 'azure/webpubsub-message.json',
  verify: 'connectionContext.signature',
  keys: ['connectionContext', ...hostKeys],
  outsiderControlled: true,
  fields() {
    // The user id comes from a token that the application issued, states from the application itself: both may hold what a client once said.
    const connectionContext = record('eventType eventName hub connectionId signature origin', {
      userId: 'outsider',
      states: 'outsider',
      headers: 'outsider',
    });
    const event = {
      connectionContext,
      data: 'outsider',
      dataType: 'platform',
      claims: 'outsider',
      query: 'outsider',
      subprotocols: 'outsider',
      reason: 'outsider',
    } as const;
    return record('', { ...event, ...handedOver({ connectioncontext: connectionContext }, record('', event)) });
  },
  recognizes: (event) =>
    typeof (peek(itemOf(event), 'connectionContext', 'connectionId') ?? peek(metadataOf(event, 'ConnectionContext'), 'connectionId')) ===
    'string',
};
