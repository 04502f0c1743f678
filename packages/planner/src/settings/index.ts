export { checkCommandLineSetting, checkSetting, type SettingPlace } from './check-setting.js';
export { jobSettings, runtimeMode } from './job-settings.js';
export { FLINK_PREFIXES, KNOWN_SETTINGS, type KnownSetting } from './known-settings.js';
export { Settings } from './settings.js';
