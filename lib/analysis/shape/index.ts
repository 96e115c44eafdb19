export { checkShape, SHAPE_CODES } from './check-shape';
export { nearest } from './nearest';
