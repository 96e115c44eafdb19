export { MirrorRoute, type MirrorRouteProps } from './mirror-route';
