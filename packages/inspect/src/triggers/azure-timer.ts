import { handedOver, hostKeys, itemOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** The tick of a timer: nobody outside has a say in it. */
export const azureTimer: Trigger = {
  id: 'azure:timer',
  title: 'Azure Functions, timer',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer',
  example: 'azure/timer-trigger.json',
  keys: ['isPastDue', 'IsPastDue', ...hostKeys],
  outsiderControlled: false,
  fields() {
    const tick = stamped('schedule', 'scheduleStatus', 'isPastDue', 'Schedule', 'ScheduleStatus', 'IsPastDue');
    return record('', { ...tick, ...handedOver({}, record('', tick)) });
  },
  recognizes(event) {
    const tick = itemOf(event);
    return typeof (peek(tick, 'isPastDue') ?? peek(tick, 'IsPastDue')) === 'boolean';
  },
};
