export { blackholeConnector } from './blackhole.js';
export { datagenConnector } from './datagen/index.js';
export { filesystemConnector } from './filesystem/index.js';
export { printConnector } from './print/index.js';
