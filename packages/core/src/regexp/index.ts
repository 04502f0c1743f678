export { cachedJavaRegex, compileJavaRegex, compileWholeJavaRegex } from './java-regex.js';
