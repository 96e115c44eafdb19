export * from './match';
export * from './policy';
export * from './target';
export * from './traffic';
