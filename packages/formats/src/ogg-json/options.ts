import { changelogOptions } from '../changelog-json/options.js';

export const OGG_JSON_OPTIONS = changelogOptions('ogg-json');
