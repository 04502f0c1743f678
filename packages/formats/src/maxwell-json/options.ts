import { changelogOptions } from '../changelog-json/options.js';

export const MAXWELL_JSON_OPTIONS = changelogOptions('maxwell-json');
