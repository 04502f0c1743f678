import type {
  AlterMaterializedTable,
  CreateMaterializedTable,
  Distribution,
  IntervalLiteral,
  MaterializedTableChange,
  NamePart,
  PartitionEntry,
  TableConstraint,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import { AlterParser } from './alter-parser.js';
import type { Rule, RuleWith, Start } from './base-parser.js';

/** Materialized tables, which need a cluster: they are parsed to be refused by name. */
export abstract class MaterializedTableParser extends AlterParser {
  override readonly createMaterializedTable: RuleWith<[Start], CreateMaterializedTable> = this.rule(
    'createMaterializedTable',
    (start) => {
      let constraint: TableConstraint | undefined;
      let distribution: Distribution | undefined;
      let partitionedBy: NamePart[] = [];
      let refreshMode: CreateMaterializedTable['refreshMode'];
      this.word('MATERIALIZED');
      this.word('TABLE');
      const name = this.SUBRULE(this.identifier);
      this.OPTION(() => {
        this.CONSUME(T.LeftParen);
        constraint = this.SUBRULE(this.tableConstraint);
        this.CONSUME(T.RightParen);
      });
      const comment = this.SUBRULE(this.comment);
      this.OPTION1(() => {
        distribution = this.SUBRULE(this.distributed);
      });
      this.OPTION2(() => {
        partitionedBy = this.SUBRULE(this.partitionedBy);
      });
      const options = this.SUBRULE(this.withOptions);
      const freshness = this.SUBRULE(this.freshness);
      this.OPTION3(() => {
        refreshMode = this.SUBRULE(this.refreshMode);
      });
      this.word('AS');
      const query = this.SUBRULE(this.query);
      return {
        kind: 'CreateMaterializedTable',
        name,
        constraint,
        comment,
        distribution,
        partitionedBy,
        options,
        freshness,
        refreshMode,
        query,
        span: this.spanFrom(start),
      };
    },
  );

  /** `FRESHNESS = INTERVAL '1' HOUR` */
  readonly freshness: Rule<IntervalLiteral> = this.rule('freshness', () => {
    this.word('FRESHNESS');
    this.CONSUME(T.Equal);
    return this.SUBRULE(this.interval) as IntervalLiteral;
  });

  /** `REFRESH_MODE = FULL` */
  readonly refreshMode: Rule<'FULL' | 'CONTINUOUS'> = this.rule('refreshMode', () => {
    this.word('REFRESH_MODE');
    this.CONSUME(T.Equal);
    return this.oneOf(['FULL', 'CONTINUOUS']);
  });

  override readonly alterMaterializedTable: RuleWith<[Start], AlterMaterializedTable> = this.rule(
    'alterMaterializedTable',
    (start) => {
      this.word('MATERIALIZED');
      this.word('TABLE');
      const name = this.SUBRULE(this.identifier);
      const change = this.SUBRULE(this.materializedTableChange);
      return { kind: 'AlterMaterializedTable', name, change, span: this.spanFrom(start) };
    },
  );

  readonly materializedTableChange: Rule<MaterializedTableChange> = this.rule('materializedTableChange', () => {
    const start = this.mark();
    return this.OR<MaterializedTableChange>([
      { ALT: () => this.after(this.word('SUSPEND'), { kind: 'SuspendTable', span: this.spanFrom(start) }) },
      {
        ALT: () => {
          this.word('RESUME');
          const options = this.SUBRULE(this.withOptions);
          return { kind: 'ResumeTable', options, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          let partition: PartitionEntry[] = [];
          this.word('REFRESH');
          this.OPTION(() => {
            partition = this.SUBRULE(this.partition);
          });
          return { kind: 'RefreshTable', partition, span: this.spanFrom(start) };
        },
      },
      { ALT: () => this.SUBRULE(this.setMaterialized, { ARGS: [start] }) },
      {
        ALT: () => {
          this.word('RESET');
          const keys = this.SUBRULE(this.optionKeys);
          return { kind: 'ResetMaterializedOptions', keys, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          this.word('AS');
          return this.SUBRULE(this.query);
        },
      },
    ]);
  });

  readonly setMaterialized: RuleWith<[Start], MaterializedTableChange> = this.rule('setMaterialized', (start) => {
    this.word('SET');
    return this.OR<MaterializedTableChange>([
      {
        ALT: () => {
          const freshness = this.SUBRULE(this.freshness);
          return { kind: 'SetFreshness', freshness, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          const refreshMode = this.SUBRULE(this.refreshMode);
          return { kind: 'SetRefreshMode', refreshMode, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          const options = this.SUBRULE(this.tableOptions);
          return { kind: 'SetMaterializedOptions', options, span: this.spanFrom(start) };
        },
      },
    ]);
  });
}
