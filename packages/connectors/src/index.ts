export { blackholeConnector } from './blackhole.js';
export { datagenConnector } from './datagen.js';
export { printConnector } from './print.js';
