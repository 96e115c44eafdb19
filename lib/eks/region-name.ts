/** What names of regions look like, as the source of a RegExp: two letters first, but in the European Sovereign Cloud, and a digit last. */
export const REGION_NAME = '(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\\d';
