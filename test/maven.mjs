export { fetchJars } from '../packages/testing/src/broker/maven.mjs';
