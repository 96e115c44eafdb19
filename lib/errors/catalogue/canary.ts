import { entries } from './entry';

/** Mistakes that lib/canary refuses. */
export const canary = entries({
  PlanMalformed: {
    allowed: 'whole numbers that rise from 0 to 100',
    fix: 'begin with 0, end with 100, and let each step be larger than the one before',
  },
  StepUnknown: { allowed: 'the number of one of the steps, from 0', fix: 'correct the step, or add it to the plan' },
  RulesOverwritten: {
    allowed: 'two versions and a weight, where the controller writes the rules',
    fix: 'say it in the object that the controller reads, or hand over to another controller',
  },
  HandOverName: { allowed: 'the name of the Service', fix: 'leave `name` out' },
});
