export * from './catalog/index.js';
export { type CompiledScript, compileScript } from './compile-script.js';
export { type CompiledStatement, compileStatement } from './compile-statement.js';
export type { Environment } from './environment.js';
export { explainPlan } from './explain/explain-plan.js';
export { planToJson } from './explain/plan-to-json.js';
export * from './plan/index.js';
export {
  checkCommandLineSetting,
  checkSetting,
  jobSettings,
  KNOWN_SETTINGS,
  type KnownSetting,
  Settings,
} from './settings/index.js';
export { type PlannedTable, planTableSink, planTableSource } from './table/plan-table.js';
