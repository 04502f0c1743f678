export type {
  Column,
  ComputedColumn,
  MetadataColumn,
  PhysicalColumn,
  PrimaryKey,
  TableSchema,
  WatermarkSpec,
} from './column.js';
export type {
  ConnectorRuntimeContext,
  DynamicTableFactory,
  RowSink,
  RowSource,
  TableContext,
  TaskPlace,
} from './dynamic-table-factory.js';
export type {
  MetadataPlan,
  OnErrorPlan,
  PartPlan,
  RecordSinkPlan,
  RecordSourcePlan,
  RowSinkPlan,
  RowSourcePlan,
  SinkPlan,
  SourcePlan,
} from './table-plan.js';
